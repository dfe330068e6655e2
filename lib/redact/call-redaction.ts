import { loadEditing } from '../messages/paths/load-editing.js';
import { ownJson } from '../messages/view/own-json.js';
import { asBuffer } from '../model/as-buffer.js';
import { findFieldPath } from '../model/field-path.js';
import { hashOf } from '../model/hash.js';
import type { Direction } from '../model/kind.js';
import type { MetadataEntries } from '../model/metadata.js';
import type { RedactionMark } from '../model/redaction-mark.js';
import type { Status } from '../model/status.js';
import { findTokenIn } from './findings.js';
import type { RedactedMessage, Redaction } from './redaction.js';

/** Takes the secrets out of one call while it is recorded, and keeps where in its requests they stood. */
export class CallRedaction {
  readonly #redaction: Redaction;
  readonly #method: string;
  readonly #isStored: boolean;
  readonly #marks: RedactionMark[] = [];
  /** Of the requests that lost something: what they said, and what they say without that. */
  #said: number | undefined;
  #left: number | undefined;

  /** `isStored`: what it is told was stored before. */
  constructor(redaction: Redaction, method: string, isStored = false) {
    this.#isStored = isStored;
    this.#redaction = redaction;
    this.#method = method;
  }

  /** Where secrets stood in the requests. */
  get marks(): readonly RedactionMark[] {
    return this.#marks;
  }

  /** `index` counts a stream's requests from 0; undefined for a single one. */
  request(bytes: Uint8Array, index: number | undefined): Uint8Array {
    const redacted = this.#message('request', bytes);
    const { paths } = redacted;
    // Of a stream all of them count.
    if (paths.length > 0 || index !== undefined) this.#compare(bytes, redacted);
    this.#marks.push(...paths.map((path) => ({ type: 'request', index, path }) as const));
    return redacted.bytes;
  }

  response(bytes: Uint8Array): Uint8Array {
    return this.#message('response', bytes).bytes;
  }

  requestMetadata(entries: MetadataEntries): MetadataEntries {
    this.#redaction.noteRecorded();
    const { entries: left, byValue } = this.#redaction.markedMetadata(entries);
    this.#marks.push(...byValue.map((key) => ({ type: 'metadata', key }) as const));
    this.#look(left, 'request');
    return left;
  }

  /** Headers and trailers. */
  responseMetadata(entries: MetadataEntries): MetadataEntries {
    const left = this.#redaction.metadata(entries);
    this.#look(left, 'response');
    return left;
  }

  status({ code, details }: Status): Status {
    const left = this.#redaction.text(details);
    const kind = findTokenIn(left);
    if (kind !== undefined) this.#note(kind, 'response', 'the details of the status');
    return { code, details: left };
  }

  /** The call, the `start`th, is recorded. */
  end(start: number): void {
    if (this.#said === undefined || this.#left === undefined || this.#marks.length === 0) return;
    this.#redaction.notes.addMarked({ method: this.#method, start, said: this.#said, left: this.#left });
  }

  #message(direction: Direction, bytes: Uint8Array): RedactedMessage {
    this.#redaction.noteRecorded();
    const redacted = this.#isStored
      ? this.#redaction.stored(this.#method, direction, bytes)
      : this.#redaction.message(this.#method, direction, bytes);
    // The view is that of other bytes, and will not be found.
    if (redacted.bytes !== bytes) this.#lookAtNames(direction, bytes, redacted.bytes);
    for (const { kind, place } of this.#redaction.tokensIn(this.#method, direction, redacted.bytes, bytes))
      this.#note(kind, direction, place === '' ? 'the message' : `field ${place}`);
    return redacted;
  }

  /** Warns of what `left` still has of the fields of a message that are named like secrets. */
  #lookAtNames(direction: Direction, bytes: Uint8Array, left: Uint8Array): void {
    const known = this.#redaction.knownOf(this.#method, direction);
    const view = known.declared === undefined ? ownJson(known.decode(bytes)) : undefined;
    if (view === undefined) return;
    this.#redaction.view(view, (path, value) => {
      if (typeof value === 'string' && asBuffer(left).includes(value))
        this.#redaction.notes.addNamed(this.#method, direction, path);
    });
  }

  #compare(bytes: Uint8Array, redacted: RedactedMessage): void {
    this.#said = hashOf(bytes, this.#said);
    this.#left = hashOf(withoutMarked(redacted), this.#left);
  }

  #look(entries: MetadataEntries, direction: Direction): void {
    for (const [key, values] of entries) {
      for (const value of values) {
        const kind = this.#redaction.findTokenIn(key, value);
        if (kind !== undefined) this.#note(kind, direction, `metadata ${key}`);
      }
    }
  }

  #note(kind: string, direction: Direction, place: string): void {
    this.#redaction.notes.addToken({ kind, method: this.#method, direction, place });
  }
}

/** What is left of a message without the fields that lost something; nothing where that is the whole. */
function withoutMarked({ bytes, paths }: RedactedMessage): Uint8Array {
  if (paths.includes('')) return new Uint8Array();
  return loadEditing().withoutFields(
    bytes,
    paths.map(findFieldPath).filter((path) => path !== undefined),
  );
}
