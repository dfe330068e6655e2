import { expect } from 'chai';
import { endChildren, startChild } from '../support/child.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import type { HostileJob, PlayedInput } from './hostile/child.js';
import { LARGE_SPECIALS } from './hostile/specials.js';

/** How many mutated cassettes are played: `GRPC_CASSETTE_FUZZ_INPUTS`, or a thousand. */
const INPUTS = Number(process.env['GRPC_CASSETTE_FUZZ_INPUTS']) || 1000;
const SEED = Number(process.env['GRPC_CASSETTE_SEED']) || 20261130;
/** So many processes play them at once. */
const PROCESSES = 2;
const MOST_MS = 5000;
const MOST_BYTES = 1 << 30;

describe('a cassette that may be anything', () => {
  const temporary = useTemporaryFolder();
  endChildren();

  /** Plays in a process of its own, which is killed where it hangs or grows. */
  async function played(of: HostileJob['of'], mostMs: number = MOST_MS): Promise<readonly PlayedInput[]> {
    const folder = temporary(JSON.stringify(of).replaceAll(/\W+/g, '-'));
    const job: HostileJob = { folder, of, mostMs, mostBytes: MOST_BYTES };
    const { code, signal, stdout, stderr } = await startChild('../endurance/hostile/child', job).ended;
    const outcomes = stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as PlayedInput);
    expect(
      { code, signal },
      `after ${outcomes.at(-1)?.index} of ${JSON.stringify(of)}: ${stderr}`,
    ).to.deep.equal({
      code: 0,
      signal: null,
    });
    const faulty = outcomes.filter(({ faults }) => faults.length > 0);
    expect(faulty.map(({ index, faults }) => ({ index, faults }))).to.deep.equal([]);
    return outcomes;
  }

  it(`crashes nothing, hangs nothing and loses nothing: ${INPUTS} mutations of seed ${SEED}`, async () => {
    const share = Math.ceil(INPUTS / PROCESSES);
    const shares = Array.from({ length: PROCESSES }, (_, index) =>
      played({ seed: SEED, from: index * share, to: Math.min(INPUTS, (index + 1) * share) }),
    );
    const outcomes = (await Promise.all(shares)).flat();
    expect(outcomes).to.have.length(INPUTS);
    // Neither all is refused nor all is as it was: what is asserted was tried.
    const ends = outcomes.flatMap((outcome) => outcome.ends);
    for (const code of [0, 9]) expect(ends.filter((end) => end === code).length).to.be.above(INPUTS / 10);
    expect(outcomes.filter(({ written }) => written).length).to.be.above(INPUTS / 20);
  }).timeout(60_000 + INPUTS * 500);

  for (const special of Object.keys(LARGE_SPECIALS)) {
    it(`takes bounded time and memory: ${special}`, async () => {
      expect(await played({ special }, 4 * MOST_MS)).to.have.length(2);
    }).timeout(120_000);
  }
});
