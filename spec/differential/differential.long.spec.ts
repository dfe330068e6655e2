import { planFromEnvironment } from './generated.js';
import { LIBRARY } from './subject.js';
import { itTellsGeneratedTheSame } from './suite.js';

/** The made-up programs of differential.spec.ts, and several times as many. */
describe('plain, recorded and replayed, a program is told the same', () => {
  itTellsGeneratedTheSame(LIBRARY, planFromEnvironment(process.env));
});
