import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { systemProcesses } from '../../lib/open/system-processes.js';
import { cassette, unary } from '../support/cassettes.js';
import type { RecordingSuite } from './recording.js';

/** What an opener that may record makes of a cassette at which an append was under way. */
const PLANS = { once: 'replay', new_episodes: 'hybrid', rewrite: 'record' } as const;

/** Tells that an append which did not end is cut off, and its lock taken away, by who opens in `mode`: in a second, for the lock has to go stale. */
export function itCutsOff(
  mode: keyof typeof PLANS,
  { open, temporary }: Pick<RecordingSuite, 'open' | 'temporary'>,
): void {
  it(`in the midst of an append is cut off the cassette, and the lock taken away, by the next opener in mode ${mode}`, async () => {
    const path = temporary('chat.yaml');
    const { pid } = spawnSync(process.execPath, ['--version']);
    const whole = cassette(unary('A', 'a'));
    writeFileSync(path, `${whole}- call:\n    meth`);
    const { dev, ino } = statSync(path);
    const inner = `${systemProcesses.newTag().replace(/^\d+/, String(pid))}@${whole.length}@${dev}-${ino}`;
    mkdirSync(temporary(`.chat.yaml.lock/${inner}`), { recursive: true });
    const { opened } = open(mode);
    expect(opened.plan).to.equal(PLANS[mode]);
    await opened.close();
    expect(readFileSync(path, 'utf8')).to.equal(whole);
    expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
  });
}
