/** Opens a cassette of unary calls, and then makes one that nothing recorded answers: the cost is that of the second. */
import { cassetteInterceptor } from '../../lib/index.js';
import { messageOf, REQUEST_SIZE } from '../calls/messages.js';
import { callInTurn, callOnce, createClient } from '../calls/service.js';
import { tellCosts } from './costs.js';

const NOWHERE = '127.0.0.1:1';
const [path = '', size = '1'] = process.argv.slice(2);

const client = createClient(NOWHERE, cassetteInterceptor(path, { mode: 'none' }));
await callInTurn(client, 0, 1);
await tellCosts(async () => {
  const unknown = messageOf(Number(size) + 7, REQUEST_SIZE);
  const outcome = await callOnce(client, unknown).then(
    () => 'answered',
    (error: Error) => error.message,
  );
  if (!outcome.includes('No recording of this method has this request'))
    throw new Error(`That was no miss: ${outcome}`);
});
