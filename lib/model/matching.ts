import type { Interaction, MessageList } from './interaction.js';
import type { JsonValue } from './json.js';
import type { Kind } from './kind.js';
import type { MetadataEntries } from './metadata.js';

/** A call that a recording is looked for, as far as it has come. */
export interface MatchedCall extends Kind {
  /** The full path, such as `/package.Service/Method`. */
  readonly method: string;
  /** The channel's target, such as `dns:api.x.ai:443`; undefined where it cannot be told. */
  readonly target: string | undefined;
  /** What the client sent with the call, secrets taken out as in a cassette. */
  readonly metadata: MetadataEntries;
  /** The requests sent so far, as bytes. None yet when a call that streams them starts. */
  readonly requests: MessageList;
  readonly halfClosed: boolean;
  /**
   * A request of this method, of the call or of an interaction, as plain data: by the `schema` option, failing that by
   * the client's own message class. Undefined where neither is known or the bytes are no such message. Without the
   * fields that the `ignore` option names.
   */
  toJson(request: Uint8Array): JsonValue | undefined;
}

/** Whether `interaction`, a free one of the call's method and kind, answers the call. */
export type MatchFunction = (call: MatchedCall, interaction: Interaction) => boolean;

/** The rules that pair calls with recordings. */
export const MATCH_RULES = ['request', 'method', 'sequence'] as const;

/**
 * `request`: the method and what the requests mean; `method`: the method alone; `sequence`: the cassette's order; or a
 * function that decides.
 */
export type MatchRule = (typeof MATCH_RULES)[number] | MatchFunction;

/** What becomes of interactions that no call was answered with, when a cassette is closed. */
export const UNPLAYED_RULES = ['ignore', 'warn', 'error'] as const;

/** What becomes of interactions that no call was answered with. */
export type UnplayedRule = (typeof UNPLAYED_RULES)[number];
