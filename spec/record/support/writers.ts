import { type CassetteFile, composeNewFile } from '../../../lib/format/cassette-file.js';
import { CassetteWriter, type Change } from '../../../lib/record/cassette-writer.js';
import { unary } from '../../support/cassettes.js';
import { StandingClock } from '../../support/standing-clock.js';
import { Contest } from '../beside/contest.js';

/** How entries come into a file: at its end where that will do, or by composing the whole in any case. */
export type Way = 'append' | 'compose';

/** Entries that are as unlike as they are alike. */
export const [X, A, B]: readonly [string, string, string] = [
  unary('X', 'x'),
  unary('A', 'answer'),
  unary('B', 'and another answer'),
];

/** Adds entries to a file. */
export class Adding implements Change {
  readonly #texts: readonly Uint8Array[];
  readonly #block: Uint8Array | undefined;
  #isNew = false;

  constructor(way: Way, ...texts: readonly string[]) {
    this.#texts = texts.map((text) => Buffer.from(text));
    this.#block = way === 'append' ? Buffer.concat(this.#texts) : undefined;
  }

  compose(file: CassetteFile | undefined): Iterable<Uint8Array> {
    this.#isNew = file === undefined;
    return file === undefined ? composeNewFile(this.#texts) : file.compose(() => true, this.#texts);
  }

  block(): Uint8Array | undefined {
    return this.#block;
  }

  isAllOwn(): boolean {
    return this.#isNew;
  }

  composed(): void {}
}

/** Writers of `chat.yaml`, which is in memory. */
export class Writers extends Contest {
  /** What the writers that are watched did with the file. */
  readonly done: string[] = [];

  constructor(text?: string) {
    super();
    if (text !== undefined) this.put(text);
    this.storage.after = (action, path) => {
      if (path === 'chat.yaml' && action !== 'stat') this.done.push(action);
    };
  }

  /** One that is watched. */
  writer(name: string): CassetteWriter {
    return new CassetteWriter('chat.yaml', this.storage, this.leaseOf(name));
  }

  /** One that is not, and that does not wait in this one's time. */
  other(name: string): CassetteWriter {
    return new CassetteWriter('chat.yaml', this.memory, this.leaseOf(name, new StandingClock(), this.memory));
  }

  /** Puts another file in its place, as who holds no lease. */
  put(text: string): void {
    this.memory.replace('chat.yaml', [Buffer.from(text)]);
  }

  /** Adds to it, as who holds no lease. */
  addTo(text: string): void {
    const file = this.memory.openToAppend('chat.yaml');
    file.append([Buffer.from(text)]);
    file.close();
  }

  get text(): string | undefined {
    const bytes = this.memory.read('chat.yaml');
    return bytes && Buffer.from(bytes).toString();
  }
}
