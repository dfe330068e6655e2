import type { CassetteError } from '../errors.js';
import type { Interaction, RequestsBefore } from '../model/interaction.js';
import { type MetadataEntries, NO_METADATA } from '../model/metadata.js';
import type { Status } from '../model/status.js';

/** How a replayed call ends. */
export interface Ending {
  readonly status: Status;
  readonly trailers: MetadataEntries;
  /** Why a call ends otherwise than any server ended it. */
  readonly cause?: CassetteError;
}

/** One thing that a server does, as the client hears it. */
export type ServerEvent =
  | { readonly type: 'metadata'; readonly metadata: MetadataEntries }
  | { readonly type: 'message'; readonly bytes: Uint8Array }
  | { readonly type: 'end'; readonly ending: Ending };

/** When a server's event may happen. */
interface Cue {
  readonly type: ServerEvent['type'];
  /** How many requests the client must have sent. */
  readonly after: RequestsBefore;
  /** When it happened in the recording, in milliseconds since the call's start; undefined where unknown. */
  readonly ms: number | undefined;
}

const OK: Ending = { status: { code: 0, details: '' }, trailers: NO_METADATA };

/** The server's part of an interaction, event by event: headers, messages, status. */
export class Script {
  readonly interaction: Interaction;
  #metadataIsDue: boolean;
  #messages = 0;
  /** The cue until the next `advance`; false while it is not worked out. */
  #cue: Cue | undefined | false = false;

  /** Starts behind what another recording of the call has delivered already. */
  constructor(
    interaction: Interaction,
    delivered: { readonly metadata: boolean; readonly messages: number },
  ) {
    this.interaction = interaction;
    this.#metadataIsDue = !delivered.metadata && hasMetadata(interaction);
    this.#messages = delivered.messages;
  }

  /** How many messages were delivered. */
  get messages(): number {
    return this.#messages;
  }

  /** The next event's cue; undefined when nothing more was recorded, because the client cancelled or left. */
  get cue(): Cue | undefined {
    if (this.#cue === false) this.#cue = this.#findCue();
    return this.#cue;
  }

  #findCue(): Cue | undefined {
    const { call, responses, responseAfter, responseMs, responseStream } = this.interaction;
    if (this.#metadataIsDue) {
      return { type: 'metadata', after: call?.metadataAfter ?? 0, ms: call?.metadataMs };
    }
    if (this.#messages < responses.length) {
      const ms = responseStream ? responseMs?.[this.#messages] : call?.endedMs;
      return { type: 'message', after: this.#boundOfMessage(responseAfter), ms };
    }
    if (call?.cancelledByClient === true || call?.cutShort === true) return undefined;
    return { type: 'end', after: call?.statusAfter ?? 0, ms: call?.endedMs };
  }

  /** The event that `cue` announced; afterwards the next one is due. */
  advance(): ServerEvent {
    this.#cue = false;
    const { call, responses } = this.interaction;
    if (this.#metadataIsDue) {
      this.#metadataIsDue = false;
      return { type: 'metadata', metadata: call?.responseMetadata ?? NO_METADATA };
    }
    if (this.#messages < responses.length) {
      this.#messages += 1;
      return { type: 'message', bytes: responses.at(this.#messages - 1) };
    }
    return {
      type: 'end',
      ending: call === undefined ? OK : { status: call.status, trailers: call.trailers },
    };
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
