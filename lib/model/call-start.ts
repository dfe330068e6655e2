import type { Kind } from './kind.js';
import type { MetadataEntries } from './metadata.js';

/**
 * What is known of a call when it starts. `target` and `requestMetadata` may be getters: to find them out costs
 * something, and a replay seldom asks.
 */
export interface CallStart {
  readonly method: string;
  readonly kind: Kind;
  /** The channel's target, such as `dns:api.x.ai:443`; undefined where it cannot be told. */
  readonly target: string | undefined;
  readonly requestMetadata: MetadataEntries;
}
