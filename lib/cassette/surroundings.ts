import type { IsUtf8 } from '../format/yaml/utf8.js';
import type { Schema } from '../messages/schema/schema.js';
import type { SchemaAtHand } from '../messages/schema/schema-sources.js';
import type { FieldPathOption } from '../model/field-path.js';
import type { Clock, Debug, Processes, Run, Warn } from '../model/surroundings.js';
import type { ProcessHold } from '../replay/process-hold.js';
import type { Storage } from '../storage/storage.js';

/** What a cassette needs of the world. */
export interface Surroundings {
  readonly storage: Storage;
  readonly processes: Processes;
  readonly run: Run;
  readonly clock: Clock;
  /** What keeps the process alive, for all cassettes of it. */
  readonly processHold: ProcessHold;
  /** Told what happens, where somebody wants to know. */
  readonly debug: Debug | undefined;
  readonly warn: Warn;
  /** Leaves of an error's stack the frames of the program that made the call. */
  readonly tidyStack: (error: Error) => void;
  /** Whether people read errors where colours can be shown, and want them. */
  readonly inColour: boolean;
  /** Whether bytes are valid UTF-8. */
  readonly isUtf8: IsUtf8;
  /** Reads what the `schema` option names. */
  readonly readSchema: (sources: readonly SchemaAtHand[]) => Schema | undefined;
  /** Told of each path that an option holds whether it named a field of the messages that were compared, or recorded. */
  readonly noteFieldPath: (option: FieldPathOption, path: string, isFound: boolean) => void;
  /** Called once, when the cassette closes. */
  readonly onClose: () => void;
  /** Called when it is closed and no call is being answered any more. */
  readonly onDone: () => void;
}
