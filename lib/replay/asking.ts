import type { CallStart } from '../model/call-start.js';
import type { Interaction } from '../model/interaction.js';
import type { Kind } from '../model/kind.js';
import type { CallSoFar } from './fit.js';

/** A call that a recording is looked for. */
export interface Asking {
  /** Its number in start order. */
  readonly start: number;
  readonly method: string;
  readonly kind: Kind;
  readonly call: CallStart;
  readonly soFar: CallSoFar;
  /** The recording that the call holds at present. */
  readonly interaction: Interaction | undefined;
}
