import type { Cassette } from '../../lib/index.js';
import type { Audience } from '../../lib/replay/call.js';
import type { Playback } from '../../lib/replay/playback.js';
import { entry } from '../support/cassettes.js';

/** What a recorded bidirectional call says and hears: each answer comes after so many requests. */
export interface Conversation {
  readonly requests: readonly string[];
  readonly answers: readonly { readonly after: number | 'end'; readonly text: string }[];
}

/** Numbers from 0 to below 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}

/** The text of an entry in which the conversation was recorded. */
export function recordedAs({ requests, answers }: Conversation): string {
  return entry({
    method: 'Bidi',
    requests,
    responses: answers.map(({ text }) => text),
    after: answers.map(({ after }) => after),
  });
}

/** A client that holds one conversation, a step at a time: it sends a request when it is told to and has heard enough. */
export class Speaker implements Audience {
  readonly heard: string[] = [];
  ending: string | undefined;
  readonly #conversation: Conversation;
  readonly #waits: boolean;
  readonly #target: string | undefined;
  #playback: Playback | undefined;
  #sent = 0;
  #halfClosed = false;

  /** `waits`: it sends a request only when it has heard the answers that were recorded before it. */
  constructor(conversation: Conversation, waits: boolean, target?: string) {
    this.#conversation = conversation;
    this.#waits = waits;
    this.#target = target;
  }

  timeLeft(): number {
    return Number.POSITIVE_INFINITY;
  }

  start({ engine }: Cassette): void {
    const kind = { requestStream: true, responseStream: true };
    const call = { method: '/echo.Echo/Bidi', kind, target: this.#target, requestMetadata: new Map() };
    this.#playback = engine.play(call, this);
    this.#playback.begin();
    this.#playback.read();
  }

  /** Whether it has said all. */
  get isDone(): boolean {
    return this.#halfClosed || this.ending !== undefined;
  }

  /** Sends the next request, or half-closes after the last. False when it waits for an answer first. */
  step(): boolean {
    const { requests, answers } = this.#conversation;
    const due = answers.filter(({ after }) => after !== 'end' && after <= this.#sent).length;
    if (this.isDone || (this.#waits && this.heard.length < due)) return false;
    const request = requests[this.#sent];
    if (request === undefined) {
      this.#halfClosed = true;
      this.#playback?.halfClose();
    } else {
      this.#sent += 1;
      this.#playback?.request(Buffer.from(request));
    }
    return true;
  }

  metadata(): void {}

  message(bytes: Uint8Array): void {
    this.heard.push(Buffer.from(bytes).toString());
    this.#playback?.read();
  }

  end({ status }: { readonly status: { readonly code: number; readonly details: string } }): void {
    this.ending = status.code === 0 ? 'OK' : status.details;
  }

  goLive(): void {
    throw new Error('Nothing goes live in mode none.');
  }

  release(): void {}
}

/** Lets all speakers talk at once, in an order that `random` decides, until none can go on. */
export async function talkAtOnce(
  cassette: Cassette,
  speakers: readonly Speaker[],
  random: () => number,
): Promise<void> {
  for (const speaker of speakers) speaker.start(cassette);
  while (speakers.some(({ ending }) => ending === undefined)) {
    const able = shuffled(
      speakers.filter(({ isDone }) => !isDone),
      random,
    );
    // One turn of the player, sometimes several steps of clients, sometimes none.
    for (const speaker of able.slice(0, Math.floor(random() * 4))) speaker.step();
    if (random() < 0.5 || able.length === 0) await new Promise(setImmediate);
  }
}
