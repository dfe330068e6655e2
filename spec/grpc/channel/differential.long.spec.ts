import { planFromEnvironment } from '../../differential/generated.js';
import { CHANNEL } from '../../differential/subject.js';
import { itTellsTheSame } from '../../differential/suite.js';

/** The programs of the interceptor's differential spec; the channel lies beneath the interceptors of all of them. */
describe("plain, recorded and replayed by a cassette's channel, a program is told the same", () => {
  itTellsTheSame(CHANNEL, planFromEnvironment({ GRPC_CASSETTE_PROGRAMS: '96', ...process.env }));
});
