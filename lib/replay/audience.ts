import type { MetadataEntries } from '../model/metadata.js';
import type { Ending } from './script.js';

/** The client of a replayed call, as the playback sees it. */
export interface Audience {
  metadata(metadata: MetadataEntries): void;
  message(bytes: Uint8Array): void;
  /** The last thing it hears. */
  end(ending: Ending): void;
  /** Nothing recorded answers, and the record mode lets the call, the `start`th, go to the server. */
  goLive(start: number): void;
  /** The cassette's work is over: the call may go on, and keeps the process alive no longer. */
  release(): void;
}
