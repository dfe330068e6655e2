import { asBuffer } from '../model/as-buffer.js';
import type { CallStart } from '../model/call-start.js';
import { hashOf } from '../model/hash.js';
import type { CallRecord, Interaction } from '../model/interaction.js';
import { type MetadataEntries, NO_METADATA } from '../model/metadata.js';
import type { Redaction } from '../redact/redaction.js';

/** A value that a call and a recording do not share. */
interface MetadataDifference {
  readonly key: string;
  readonly recorded: string;
  readonly asked: string;
}

/** Whether calls agree in the metadata that the `matchMetadata` option names. Secrets are compared as they are stored. */
export class MetadataMatch {
  readonly #keys: readonly string[];
  readonly #redaction: Redaction;

  /** `keys` are in lower case. */
  constructor(keys: readonly string[], redaction: Redaction) {
    this.#keys = keys;
    this.#redaction = redaction;
  }

  get isEmpty(): boolean {
    return this.#keys.length === 0;
  }

  agrees(call: CallStart, interaction: Interaction): boolean {
    return this.isEmpty || this.differences(call, interaction).length === 0;
  }

  /** What a person is told of them: an entry that others wrote may hold a secret as it is. */
  differences(call: CallStart, { call: record }: Interaction): readonly MetadataDifference[] {
    if (this.isEmpty) return [];
    const asked = this.#redaction.metadata(call.requestMetadata);
    const recorded = record?.requestMetadata ?? NO_METADATA;
    const shown = this.#redaction.metadata(recorded);
    const any = this.wildcards(record);
    return this.#keys
      .filter((key) => !any.includes(key) && textOf(recorded, key) !== textOf(asked, key))
      .map((key) => ({ key, recorded: textOf(shown, key), asked: textOf(asked, key) }));
  }

  /** The keys whose recorded values were taken out: a call may have any there, or none. */
  wildcards(record: CallRecord | undefined): readonly string[] {
    if (this.isEmpty || record === undefined) return [];
    // By today's rules: what an older cassette holds under a name that is one of a secret now, is no more to be compared.
    const stored = this.#redaction.metadata(record.requestMetadata);
    return this.#keys.filter((key) => {
      const values = stored.get(key) ?? [];
      const isTakenOut = values.length > 0 && values.every((value) => this.#redaction.isReplacement(value));
      return isTakenOut || isMarked(record, key);
    });
  }

  /**
   * Where the key of the call's request starts: equal for a call and a recording that agree. `wildcards` are the keys that
   * do not count.
   */
  keyOfCall(call: CallStart, wildcards: readonly string[]): number | undefined {
    return this.isEmpty ? undefined : this.keyOf(this.#redaction.metadata(call.requestMetadata), wildcards);
  }

  /** The same of recorded metadata. */
  keyOf(entries: MetadataEntries | undefined, wildcards: readonly string[]): number | undefined {
    if (this.isEmpty) return undefined;
    const text = this.#keys
      .filter((key) => !wildcards.includes(key))
      .map((key) => textOf(entries ?? NO_METADATA, key))
      .join('\n');
    return hashOf(new TextEncoder().encode(text));
  }
}

function isMarked({ redacted }: CallRecord, key: string): boolean {
  return redacted.some((mark) => mark.type === 'metadata' && mark.key === key);
}

/** The values of a key as one text; bytes as base64, as in a cassette. */
function textOf(entries: MetadataEntries, key: string): string {
  const values = entries.get(key);
  if (values === undefined || values.length === 0) return 'nothing';
  return values
    .map((value) => JSON.stringify(typeof value === 'string' ? value : asBuffer(value).toString('base64')))
    .join(', ');
}
