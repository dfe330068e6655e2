import { expect } from 'chai';
import { readSettled } from '../../../lib/record/beside/read-settled.js';
import type { FileFacts, Storage } from '../../../lib/storage/storage.js';
import { cassette, unary } from '../../support/cassettes.js';
import { StandingClock } from '../../support/standing-clock.js';
import { A, Adding, B, Writers, X } from '../support/writers.js';

/** A cassette and its lock in one moment. */
interface Moment {
  readonly bytes: Uint8Array | undefined;
  readonly lock: readonly string[];
  readonly facts: ReadonlyMap<string, FileFacts>;
}

function momentOf({ memory, names }: Writers): Moment {
  const lock = memory.list(`${names.lock}/`);
  const facts = ['chat.yaml', ...lock].flatMap((path): [string, FileFacts][] => {
    const found = memory.stat(path);
    return found === undefined ? [] : [[path, found]];
  });
  return { bytes: memory.read('chat.yaml'), lock, facts: new Map(facts) };
}

const textOf = (facts: Moment['facts'] | undefined): string => JSON.stringify([...(facts ?? [])]);

function isSame(one: Moment | undefined, other: Moment): boolean {
  const { bytes, lock, facts } = other;
  return one?.bytes === bytes && String(one?.lock) === String(lock) && textOf(one?.facts) === textOf(facts);
}

/** Every moment of what writers do that differs from the one before: after each action, and within each append. */
function momentsOf(act: (writers: Writers) => void): readonly Moment[] {
  const writers = new Writers(cassette(X));
  const moments: Moment[] = [];
  const note = (): void => {
    const moment = momentOf(writers);
    if (!isSame(moments.at(-1), moment)) moments.push(moment);
  };
  writers.storage.after = note;
  writers.storage.before = (action, path) => {
    if (action !== 'append' || path !== 'chat.yaml') return;
    for (const part of [A.slice(0, 1), A.slice(1, 70)]) {
      writers.addTo(part);
      note();
    }
    const file = writers.memory.openToAppend('chat.yaml');
    file.cut(file.facts().size - 70);
  };
  note();
  act(writers);
  note();
  return moments;
}

/** Shows a reader one moment after another: as many are over before each of its actions as `pace` says. */
class Passing implements Pick<Storage, 'read' | 'list' | 'stat'> {
  readonly #moments: readonly Moment[];
  readonly #pace: readonly number[];
  #at = 0;
  #done = 0;

  constructor(moments: readonly Moment[], pace: readonly number[]) {
    this.#moments = moments;
    this.#pace = pace;
  }

  read(): Uint8Array | undefined {
    return this.#now().bytes;
  }

  list(): readonly string[] {
    return this.#now().lock;
  }

  stat(path: string): FileFacts | undefined {
    return this.#now().facts.get(path);
  }

  #now(): Moment {
    this.#at += this.#pace[this.#done] ?? this.#moments.length;
    this.#done += 1;
    const moment = this.#moments[Math.min(this.#at, this.#moments.length - 1)];
    if (moment === undefined) throw new Error('there is no moment');
    return moment;
  }
}

/** All ways to divide up to `total` moments among `actions`. */
function* pacesOf(total: number, actions: number): Iterable<readonly number[]> {
  if (actions === 0) {
    yield [];
    return;
  }
  for (let first = 0; first <= total; first += 1)
    for (const rest of pacesOf(total - first, actions - 1)) yield [first, ...rest];
}

const ACTIONS = 4;

/** What readers see of it, at whatever pace they and the writers go. */
function seenOf(act: (writers: Writers) => void): ReadonlySet<string> {
  const moments = momentsOf(act);
  const { names } = new Writers();
  const seen = new Set<string>();
  for (const pace of pacesOf(moments.length, ACTIONS)) {
    const storage = new Passing(moments, pace) as unknown as Storage;
    seen.add(Buffer.from(readSettled(storage, names, 'chat.yaml') ?? '').toString());
  }
  return seen;
}

describe('a reader of a cassette that others add to', () => {
  it('sees a block whole or not at all, at whatever pace', function () {
    this.timeout(60_000);
    const seen = seenOf((writers) => writers.writer('A').write(new Adding('append', A)));
    expect([...seen].sort()).to.deep.equal([cassette(X), cassette(X, A)].sort());
  });

  it('sees what one has composed, or what was before', function () {
    this.timeout(60_000);
    const seen = seenOf((writers) => writers.writer('A').write(new Adding('compose', A)));
    expect([...seen].sort()).to.deep.equal([cassette(X), cassette(X, A)].sort());
  });

  it('sees nothing of a block for which there was no room', function () {
    this.timeout(60_000);
    const seen = seenOf((writers) => {
      writers.storage.room = 40;
      expect(() => writers.writer('A').write(new Adding('append', A))).to.throw('ENOSPC');
    });
    expect([...seen]).to.deep.equal([cassette(X)]);
  });

  it('sees nothing of a block of a process that died, nor while another cuts it off and adds its own', function () {
    this.timeout(60_000);
    const seen = seenOf((writers) => {
      const facts = writers.memory.stat('chat.yaml');
      writers.leaseOf('dead', new StandingClock(), writers.memory).hold((held) => {
        held.intend({ length: facts?.size ?? 0, id: facts?.id ?? '' });
        writers.addTo(unary('torn', 'torn').slice(0, 50));
        writers.writer('B').write(new Adding('append', B));
      });
    });
    expect([...seen].sort()).to.deep.equal([cassette(X), cassette(X, B)].sort());
  });

  it('sees that there is none', () => {
    const writers = new Writers();
    expect(readSettled(writers.memory, writers.names, 'chat.yaml')).to.equal(undefined);
  });

  it('sees the whole file where another one has taken the place of that to which was added', () => {
    const writers = new Writers(cassette(X));
    writers.overtake('A', (held) => {
      held.intend({ length: 3, id: 'another' });
      expect(Buffer.from(readSettled(writers.memory, writers.names, 'chat.yaml') ?? '').toString()).to.equal(
        cassette(X),
      );
    });
  });
});
