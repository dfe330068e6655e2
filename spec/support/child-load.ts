/** Makes a cassette of many entries, opens it and looks for what may answer a call, and says what that cost. */
import { readFileSync, writeSync } from 'node:fs';
import { CassetteError, openCassette } from '../../lib/index.js';

/** What the program is to do. */
export interface LoadJob {
  readonly path: string;
}

/** What it says. */
export interface LoadReport {
  /** Processor time, in microseconds. */
  readonly cpu: number;
  /** The most memory that was resident, and what was when the file had not been opened, in bytes. */
  readonly most: number;
  readonly before: number;
  readonly outcome: string;
}

const { path } = JSON.parse(process.argv[2] ?? '') as LoadJob;
// What it costs to load the library is not what is asked for.
const warm = openCassette(`${path}.warm`);
void [readFileSync(`${path}.warm`), warm.plan, warm.unplayed];
const before = process.memoryUsage.rss();
const start = process.cpuUsage();
const cassette = openCassette(path);
let outcome: string;
try {
  outcome = `${cassette.plan}: ${cassette.interactions.length} and ${cassette.notReplayable.length}`;
} catch (error) {
  outcome = CassetteError.is(error) ? error.code : String(error);
}
const { user, system } = process.cpuUsage(start);
const report: LoadReport = {
  cpu: user + system,
  most: process.resourceUsage().maxRSS * 1024,
  before,
  outcome,
};
writeSync(1, JSON.stringify(report));
