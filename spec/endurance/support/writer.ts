/**
 * A process that records. It says `ready`, and begins when it is told `start`. It says `idle` some rounds of the event loop after
 * its last call, and ends by itself when it is told `end`, after it has closed the cassette where it is its owner.
 */
import { turns } from '../../support/time.js';
import { Orders } from './orders.js';
import { type CallsJob, recordCalls } from './record-calls.js';
import { say } from './say.js';

const job = JSON.parse(process.argv[2] ?? '') as CallsJob;
const orders = new Orders();
say('ready');
await orders.get('start');
const tape = await recordCalls(job, () => orders.has('end'));
await turns(5);
say('idle');
await orders.get('end');
await tape.close();
orders.dismiss();
