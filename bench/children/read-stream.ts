/** Reads one long stream: `live`, as it comes from the server at an address, `recorded` there, or `replayed`. */
import { rmSync } from 'node:fs';
import { cassetteInterceptor } from '../../lib/index.js';
import { MESSAGE_SIZE } from '../calls/messages.js';
import { passThrough } from '../calls/pass-through.js';
import { createClient, readStream } from '../calls/service.js';
import { tellCosts } from './costs.js';

const [how = 'live', address = '', path = '', count = '1', size = String(MESSAGE_SIZE)] =
  process.argv.slice(2);
// What an earlier round recorded would be read, to see what of it stays.
if (how === 'recorded') rmSync(path, { force: true });
const interceptor =
  how === 'live' ? passThrough : cassetteInterceptor(path, { mode: how === 'recorded' ? 'rewrite' : 'none' });
const client = createClient(address, interceptor);
await tellCosts(() => readStream(client, Number(count), Number(size)));
client.close();
