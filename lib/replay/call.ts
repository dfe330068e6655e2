import type { CallStart } from '../model/call-start.js';
import type { Interaction, MessageList } from '../model/interaction.js';
import type { MetadataEntries } from '../model/metadata.js';
import type { OpenCall } from '../model/open-call.js';
import type { Part } from './order/part.js';
import type { Seat } from './ready.js';
import type { Recording } from './recordings/recording.js';
import type { Ending } from './script.js';

/** An open call that is answered from the cassette: what is known of it, and so what decides which recording is its. */
export interface Call extends CallStart {
  /** Its number among the cassette's calls, in the order they started. */
  readonly start: number;
  /** What its client has sent so far. */
  readonly requests: MessageList;
  readonly halfClosed: boolean;
  /** What the recording says that it holds at present. */
  readonly interaction: Interaction | undefined;
  /** How many of that recording's responses its client was given. */
  readonly given: number;
  /** The request that the recorded server was waiting for, counted from 1; undefined for the half-close. */
  readonly awaitedRequest: number | undefined;
}

/** Why a call has no recording. */
export type Unanswered =
  /** No recording has this request, or all that have it are taken. `index`: which of a stream's requests. */
  | { readonly reason: 'request'; readonly index: number }
  /** The client half-closed, or stays silent, where the recorded server was waiting for more. */
  | { readonly reason: 'stalled' }
  /** The next of the sequence is another kind of call, or one of another method. */
  | { readonly reason: 'sequence'; readonly recording: Recording };

/** An open call as `Holds` drives it: it is given its recording, and may be given another. */
export interface Holder extends Call {
  hold(recording: Recording): void;
  /** What it held is free: another call may be given that before this one is given another. */
  letGo(): void;
}

/** An open call as the player drives it: one event after another. */
export interface Played {
  readonly method: string;
  /** Decides between two calls whose events are due at once. */
  readonly start: number;
  /** What it does of its recording, and what it is told, among the calls that overlapped the recorded one. */
  readonly part: Part;
  readonly seat: Seat<Played>;
  /** When its next event is due, in the player's time. */
  readonly dueAt: number;
  /** `ready`: an event may be delivered now; `client`: it waits for the client to send; `cancel`: only for its cancel. */
  readonly waitsFor: 'ready' | 'client' | 'read' | 'cancel' | 'nothing';
  /** When the client cancelled, in the player's time, where it did; nothing that came later is played before. */
  readonly cancelledAt: number | undefined;
  /** How long the call has still to live, in milliseconds. */
  timeLeft(): number;
  /** What the next event is, for a person. */
  describeEvent(): string;
  /** Delivers the next event. */
  deliver(): void;
  /** Ends the call because the client never sent what the recorded server was waiting for. */
  failAsStalled(): void;
  /** The call keeps the process alive no longer. */
  release(): void;
  readonly openCall: OpenCall;
  /** A warning that the call has been waiting for its client, for a person. */
  describeWait(): string;
}

/** The client of an open call, whichever door it came through: it is told what the server said. */
export interface Audience {
  metadata(metadata: MetadataEntries): void;
  message(bytes: Uint8Array): void;
  /** The last thing it hears. */
  end(ending: Ending): void;
  /** Nothing recorded answers, and the record mode lets the call, the `start`th, go to the server. */
  goLive(start: number): void;
  /** How long the call has until its deadline, in milliseconds; infinite without one. */
  timeLeft(): number;
  /** The cassette's work is over: the call may go on, and keeps the process alive no longer. */
  release(): void;
}
