/**
 * Opens a cassette of unary calls and replays some of them: those from a number on. `bytes`: nothing is known of the messages;
 * `class`: the client has a class for its requests; `schema`: the cassette was given descriptors.
 */
import { cassetteInterceptor } from '../../lib/index.js';
import { callWith, type Knowledge, optionsFor } from '../work/known-messages.js';
import { tellCosts } from './costs.js';

const [path = '', how = 'bytes', from = '0', count = '1'] = process.argv.slice(2);
const knowledge = how as Knowledge;
const interceptor = cassetteInterceptor(path, { mode: 'none', ...optionsFor(knowledge) });
await tellCosts(() => callWith(knowledge, interceptor, Number(from), Number(count)));
