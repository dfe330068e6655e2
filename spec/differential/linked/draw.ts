import type { RecordMode } from '../../../lib/index.js';
import { pick, randomNumbers } from '../../support/random.js';
import { drawChanged } from './change.js';
import { KINDS } from './kinds.js';
import { KIND_NAMES, type Program, type Thought, TIMELESS_THOUGHTS as TIMELESS } from './program.js';
import type { Door, Owner, Trial } from './trial.js';

const OWNERS: readonly Owner[] = ['openCassette', 'useCassette', 'insertCassette', 'nobody', 'environment'];
/** Most replays do not wait. */
const TIMINGS: readonly Trial['timing'][] = [...Array<'instant'>(8).fill('instant'), 'recorded', 0.5];

/** Timers of 2 ms, which race what a process can do meanwhile, are fewer. */
const THOUGHTS: readonly Thought[] = [...TIMELESS, ...TIMELESS, '2 ms', '40 ms', '40 ms'];

/** Workers that think at once by timers race each other, live as well (docs/limits.md): they are few. */
const THOUGHTS_OF_WORKERS: readonly Thought[] = [...Array<typeof TIMELESS>(6).fill(TIMELESS).flat(), '40 ms'];

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
  const timing = drawTiming(owner, random);
  const programs = Array.from({ length: count }, (_, index) =>
    drawProgram(index, doors.length, timing, random),
  );
  const changedOne = draw(count);
  return {
    seed,
    programs,
    doors,
    owner,
    mode: pick(random, MODES),
    timing,
    delayMs: pick(random, [0, 0, 1, 5]),
    changed: programs.map((program, index) => (index === changedOne ? drawChanged(program, draw) : program)),
    changedMode: pick(random, ['none', 'none', 'none', 'new_episodes']),
  };
}

/** The environment names no timing. */
function drawTiming(owner: Owner, random: () => number): Trial['timing'] {
  return owner === 'environment' ? 'instant' : pick(random, TIMINGS);
}

function drawProgram(index: number, doors: number, timing: Trial['timing'], random: () => number): Program {
  const draw = (below: number): number => Math.floor(random() * below);
  const kind = pick(random, KIND_NAMES);
  const thoughts = KINDS[kind].changes.includes('all in series') ? THOUGHTS_OF_WORKERS : THOUGHTS;
  // Recorded times are whole milliseconds: at their pace a timer of 2 ms comes now before an event and now after it.
  const isPaced = timing !== 'instant';
  return {
    kind,
    name: `p${index}`,
    thought: pick(random, isPaced ? thoughts.filter((thought) => thought !== '2 ms') : thoughts),
    items: Array.from({ length: 3 + draw(3) }, (_, item) => `v${item}`),
    workers: 2 + draw(2),
    variant: draw(2) === 0,
    tellsHeard: draw(3) === 0,
    swallowsErrors: draw(3) === 0,
    doors: [draw(doors), draw(doors)],
  };
}
