import type { Recording } from './recording.js';

/** Why a call has no recording. */
export type Unanswered =
  /** No recording has this request, or all that have it are taken. `index`: which of a stream's requests. */
  | { readonly reason: 'request'; readonly index: number }
  /** The client half-closed, or stays silent, where the recorded server was waiting for more. */
  | { readonly reason: 'stalled' }
  /** The next of the sequence is another kind of call, or one of another method. */
  | { readonly reason: 'sequence'; readonly recording: Recording };
