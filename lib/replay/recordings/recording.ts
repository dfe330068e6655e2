import { CassetteError } from '../../errors.js';
import type { Entry } from '../../format/entry.js';
import type { Interaction } from '../../model/interaction.js';
import type { Place } from '../order/part.js';
import type { RecentlyPlayed } from './recently-played.js';

/** Requests of up to this many bytes stay decoded. */
const KEPT_LENGTH = 1024;

/** An interaction of the cassette that may answer a call, and what has become of it. Kept in memory only. */
export class Recording {
  /** Where it stands among all that count, from 0. */
  readonly position: number;
  readonly entry: Entry;
  /** Where it stands among the calls that overlapped it; undefined for one of no order. Set by `Shelf` alone. */
  place: Place | undefined;
  readonly #recent: RecentlyPlayed;
  #takenBy: number | undefined;
  #interaction: Interaction | undefined;
  #firstRequest: Uint8Array | undefined;
  #isChecked = false;
  #isRecent = false;
  #failure: CassetteError | undefined;

  constructor(position: number, entry: Entry, recent: RecentlyPlayed) {
    this.position = position;
    this.entry = entry;
    this.#recent = recent;
  }

  /** The number of the call that took it, in start order; undefined while it is free. */
  get takenBy(): number | undefined {
    return this.#takenBy;
  }

  get method(): string {
    return this.entry.head.method ?? '';
  }

  get line(): number {
    return this.entry.line;
  }

  get isFree(): boolean {
    return this.#takenBy === undefined;
  }

  /** The `start`th call has it for good. One that answers again stays that of the first. Called by `Holds` alone. */
  take(start: number): void {
    this.#takenBy ??= start;
    // An open call that streams is known by what it holds.
    if (this.#isRecent || this.#interaction?.requestStream !== false) return;
    this.#isRecent = true;
    this.#recent.add(this);
  }

  /** Lets go of what was read; it is read again when it is asked for. */
  forget(): void {
    this.#isRecent = false;
    this.#interaction = undefined;
    this.#firstRequest = undefined;
  }

  /** Throws a `CassetteError` when the entry is broken. */
  get interaction(): Interaction {
    this.#interaction ??= this.entry.read();
    return this.#interaction;
  }

  /** The first request's bytes; undefined when there is none. A short one is kept, for calls are compared with it. */
  get firstRequest(): Uint8Array | undefined {
    return this.#firstRequest ?? this.#readFirstRequest();
  }

  /** Why the entry, or one of its requests, cannot be read; undefined where all can. Looked for once. */
  get failure(): CassetteError | undefined {
    if (!this.#isChecked) this.#check();
    return this.#failure;
  }

  /** The same, as far as it was looked for. */
  get knownFailure(): CassetteError | undefined {
    return this.#failure;
  }

  #check(): void {
    try {
      const { requests } = this.interaction;
      for (let index = 1; index < requests.length; index += 1) requests.at(index);
      this.#readFirstRequest();
    } catch (error) {
      if (!CassetteError.is(error)) throw error;
      this.#failure = error;
    }
    this.#isChecked = true;
  }

  #readFirstRequest(): Uint8Array | undefined {
    const { requests } = this.interaction;
    if (requests.length === 0) return undefined;
    const bytes = requests.at(0);
    if (bytes.length <= KEPT_LENGTH) this.#firstRequest = bytes;
    return bytes;
  }
}
