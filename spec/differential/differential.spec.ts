/**
 * The bar of the whole project: a program cannot tell a recording from the plain call, nor a replay from the recording.
 *
 * A *program* (program.ts) is plain data: calls, each with a script for the client (client-script.ts) and one for the
 * server (server-script.ts). trial.ts runs it with a real grpc-js client and server on loopback: twice plain, once
 * recording, then, with the server gone, replaying. Each run yields an event log for each call (log.ts): everything
 * that the client's program was told, in order, with whole values. compare.ts compares the logs, all but what
 * not-compared.ts lists with reasons; causality.ts adds that no answer comes before its question. named.ts holds a
 * titled program for each behaviour that other recorders get wrong; arbitrary.ts makes up further ones, most of which
 * differential.long.spec.ts runs.
 * comparison.long.spec.ts proves that the comparison sees small damage, offline.long.spec.ts that a replay touches no network, and
 * disorder.long.spec.ts runs the programs by clients that write equal messages in other bytes. `GRPC_CASSETTE_PROGRAMS=5000`
 * runs more of the made-up programs; a failure prints its program, shrunk, with the `GRPC_CASSETTE_SEED` and
 * `GRPC_CASSETTE_PATH` that repeat it.
 */
import { planFromEnvironment } from './generated.js';
import { LIBRARY } from './subject.js';
import { itTellsTheSame } from './suite.js';

describe('plain, recorded and replayed, a program is told the same', () => {
  itTellsTheSame(LIBRARY, planFromEnvironment({ GRPC_CASSETTE_PROGRAMS: '96', ...process.env }));
});
