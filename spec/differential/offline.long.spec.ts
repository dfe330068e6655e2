import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { findDifferences } from './compare.js';
import type { ProgramLog } from './log.js';
import { KIND_NAMES, type Program, planCall } from './program.js';
import { runProgram } from './run.js';
import { startServer } from './server-script.js';
import { Stage } from './stage.js';
import { LIBRARY } from './subject.js';

const CHILD = fileURLToPath(new URL('offline/child.js', import.meta.url));

interface Told {
  readonly log: ProgramLog;
  readonly touched: readonly string[];
  readonly touchedNetwork: boolean;
}

/** Replays in a child process in which connecting anywhere, or looking up any name, throws and is noted. */
describe('a replay in a process without a network', () => {
  async function inChild(program: Program, address: string, path?: string): Promise<Told> {
    const args = [CHILD, JSON.stringify(program), address, ...(path === undefined ? [] : [path])];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    return JSON.parse(stdout) as Told;
  }

  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'offline-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const kind of KIND_NAMES) {
    it(`is the same play, for a call that is ${kind}`, async () => {
      const program: Program = { calls: [planCall(kind, { above: ['witness'] })] };
      const path = join(folder, 'offline.yaml');
      const server = await startServer(program);
      const { door, close } = LIBRARY.record(path, program);
      const recording = await runProgram(program, {
        address: server.address,
        stage: new Stage(),
        name: 'recording',
        ...door,
      });
      await close();
      server.stop();

      const told = await inChild(program, server.address, path);
      expect(findDifferences(program, recording.log, told.log, 'replay')).to.deep.equal([]);
      expect(told.touched).to.deep.equal([]);
      expect(told.touchedNetwork).to.equal(false);
    });
  }

  it('would be seen to touch it: without a cassette the traps close', async () => {
    const program: Program = { calls: [planCall('unary', { deadline: { ms: 300, as: 'date' } })] };
    const told = await inChild(program, '127.0.0.1:1');
    expect(told.touched).to.not.deep.equal([]);
    expect(told.touchedNetwork).to.equal(true);
  });
});
