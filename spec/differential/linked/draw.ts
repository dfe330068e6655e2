import type { RecordMode } from '../../../lib/index.js';
import { pick, randomNumbers } from '../../support/random.js';
import { drawChanged } from './change.js';
import { KINDS } from './kinds.js';
import { KIND_NAMES, type Program, THOUGHTS, type Thought, TIMELESS_THOUGHTS } from './program.js';
import type { Door, Owner, Trial } from './trial.js';

const OWNERS: readonly Owner[] = ['openCassette', 'useCassette', 'insertCassette', 'nobody', 'environment'];
/** Most replays do not wait. */
const TIMINGS: readonly Trial['timing'][] = [...Array<'instant'>(8).fill('instant'), 'recorded', 0.5];

/** Workers that think at once by timers race each other, live as well: they are few. */
const THOUGHTS_OF_WORKERS: readonly Thought[] = [...THOUGHTS, ...TIMELESS_THOUGHTS, ...TIMELESS_THOUGHTS];

const MODES: readonly RecordMode[] = ['once', 'rewrite', 'new_episodes', 'all'];

/** The doors that lead to the cassette of such an owner. */
const DOORS: Readonly<Record<Owner, readonly Door[]>> = {
  openCassette: ['interceptor', 'channel'],
  useCassette: ['interceptor', 'channel', 'register'],
  insertCassette: ['interceptor', 'channel', 'register'],
  nobody: ['interceptor', 'channel'],
  environment: ['register'],
};

/** Trials with at least so many programs between them, of seeds that count up from `seed`. */
export function drawTrials(seed: number, programs: number): readonly Trial[] {
  const trials: Trial[] = [];
  for (let count = 0; count < programs; count += trials.at(-1)?.programs.length ?? 0) {
    trials.push(drawTrial(seed + trials.length));
  }
  return trials;
}

/** One trial: what `seed` makes of it, and always the same. */
export function drawTrial(seed: number): Trial {
  const random = randomNumbers(Math.imul(seed, 0x9e3779b1));
  const draw = (below: number): number => Math.floor(random() * below);
  const owner = pick(random, OWNERS);
  const doors = Array.from({ length: 1 + draw(2) }, () => pick(random, DOORS[owner]));
  const count = draw(3) === 0 ? 2 + draw(3) : 1;
  const programs = Array.from({ length: count }, (_, index) => drawProgram(index, doors.length, random));
  const changedOne = draw(count);
  return {
    seed,
    programs,
    doors,
    owner,
    mode: pick(random, MODES),
    // The environment names no timing.
    timing: owner === 'environment' ? 'instant' : pick(random, TIMINGS),
    delayMs: pick(random, [0, 0, 1, 5]),
    changed: programs.map((program, index) => (index === changedOne ? drawChanged(program, draw) : program)),
    changedMode: pick(random, ['none', 'none', 'none', 'new_episodes']),
  };
}

function drawProgram(index: number, doors: number, random: () => number): Program {
  const draw = (below: number): number => Math.floor(random() * below);
  const kind = pick(random, KIND_NAMES);
  const hasWorkers = KINDS[kind].changes.includes('all in series');
  return {
    kind,
    name: `p${index}`,
    thought: pick(random, hasWorkers ? THOUGHTS_OF_WORKERS : THOUGHTS),
    items: Array.from({ length: 3 + draw(3) }, (_, item) => `v${item}`),
    workers: 2 + draw(2),
    variant: draw(2) === 0,
    tellsHeard: draw(3) === 0,
    swallowsErrors: draw(3) === 0,
    doors: [draw(doors), draw(doors)],
  };
}
