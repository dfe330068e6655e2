import type { CassetteError } from '../errors.js';
import { type Interaction, NO_MESSAGES, type RequestsBefore } from '../model/interaction.js';
import { keepShape } from '../model/keep-shape.js';
import { type MetadataEntries, NO_METADATA } from '../model/metadata.js';
import type { Status } from '../model/status.js';

/** How a replayed call ends. */
export interface Ending {
  readonly status: Status;
  readonly trailers: MetadataEntries;
  /** Why a call ends otherwise than any server ended it. */
  readonly cause?: CassetteError;
}

/** Which of a server's events is next, and when it may happen. */
export interface Cue {
  readonly type: 'metadata' | 'message' | 'end';
  /** How many requests the client must have sent. */
  readonly after: RequestsBefore;
  /** When it happened in the recording, in milliseconds since the call's start; undefined where unknown. */
  readonly ms: number | undefined;
}

const OK: Ending = { status: { code: 0, details: '' }, trailers: NO_METADATA };

/** The server's part of an interaction, event by event: headers, messages, status. */
export class Script {
  readonly interaction: Interaction;
  readonly #responses: number;
  #metadataIsDue: boolean;
  #messages = 0;
  #cue: Cue | undefined;

  /** Starts behind what another recording of the call has delivered already. */
  constructor(
    interaction: Interaction,
    delivered: { readonly metadata: boolean; readonly messages: number },
  ) {
    this.interaction = interaction;
    this.#responses = interaction.responses.length;
    this.#metadataIsDue = !delivered.metadata && hasMetadata(interaction);
    this.#messages = delivered.messages;
    this.#cue = this.#findCue();
  }

  /** How many messages were delivered. */
  get messages(): number {
    return this.#messages;
  }

  /** The next event's cue; undefined when nothing more was recorded, because the client cancelled or left. */
  get cue(): Cue | undefined {
    return this.#cue;
  }

  /** The headers, where they are next. */
  passMetadata(): MetadataEntries {
    this.#metadataIsDue = false;
    this.#cue = this.#findCue();
    return this.interaction.call?.responseMetadata ?? NO_METADATA;
  }

  /** The bytes of the message that is next. Throws a `CassetteError` where it cannot be read. */
  passMessage(): Uint8Array {
    const index = this.#messages;
    this.#messages += 1;
    this.#cue = this.#findCue();
    return this.interaction.responses.at(index);
  }

  /** The end, which comes last. */
  get ending(): Ending {
    const { call } = this.interaction;
    return call === undefined ? OK : call;
  }

  #findCue(): Cue | undefined {
    const { call, responseAfter, responseMs, responseStream } = this.interaction;
    if (this.#metadataIsDue) {
      return { type: 'metadata', after: call?.metadataAfter ?? 0, ms: call?.metadataMs };
    }
    if (this.#messages < this.#responses) {
      const ms = responseStream ? responseMs?.[this.#messages] : call?.endedMs;
      return { type: 'message', after: this.#boundOfMessage(responseAfter), ms };
    }
    if (call?.cancelledByClient === true || call?.cutShort === true) return undefined;
    return { type: 'end', after: call?.statusAfter ?? 0, ms: call?.endedMs };
  }

  /** A single response to a stream of requests carries no bound of its own: it came with the status. */
  #boundOfMessage(responseAfter: ArrayLike<RequestsBefore> | undefined): RequestsBefore {
    if (this.interaction.responseStream) return responseAfter?.[this.#messages] ?? 0;
    return this.interaction.call?.statusAfter ?? 0;
  }
}

/** An interaction of the seed's format comes with headers, empty ones. */
function hasMetadata(interaction: Interaction): boolean {
  return interaction.call === undefined || interaction.call.responseMetadata !== undefined;
}

keepShape(
  new Script(
    {
      requestStream: false,
      responseStream: false,
      call: undefined,
      requests: NO_MESSAGES,
      halfClosed: true,
      responses: NO_MESSAGES,
      responseMs: undefined,
      responseAfter: undefined,
      requestOrder: undefined,
      responseOrder: undefined,
    },
    { metadata: false, messages: 0 },
  ),
);
