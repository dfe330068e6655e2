import { CassetteError } from '../errors.js';
import type { CassetteFile } from '../format/cassette-file.js';
import type { Entry } from '../format/entry.js';
import { asBuffer } from '../model/as-buffer.js';
import type { CallRecord, MessageList } from '../model/interaction.js';
import type { JsonValue } from '../model/json.js';
import type { Direction } from '../model/kind.js';
import type { MetadataEntries } from '../model/metadata.js';
import { findTokenIn } from '../redact/findings.js';
import type { Redaction } from '../redact/redaction.js';
import type { SecretFinding } from './secret-finding.js';

/** How a message of a method is made readable; undefined where its fields have no names. */
export type FindView = (method: string, direction: Direction, bytes: Uint8Array) => JsonValue | undefined;

const BY_RULE = 'what the rules take out';
const BY_NAME = 'a field named like a secret';

/** What in a cassette would not be stored by the rules, or looks like a secret. */
export function scanCassetteFile(
  file: CassetteFile,
  redaction: Redaction,
  findView: FindView,
): readonly SecretFinding[] {
  return file.entries.flatMap((entry, position) => {
    const scan = new EntryScan(redaction, findView);
    scan.look(entry, asBuffer(file.bytes).toString('latin1', entry.start, entry.end));
    const { line, head } = entry;
    return scan.found.map((found) => ({ position, line, method: head.method, ...found }));
  });
}

class EntryScan {
  readonly #redaction: Redaction;
  readonly #findView: FindView;
  readonly #found = new Map<string, Pick<SecretFinding, 'place' | 'kind'>>();

  constructor(redaction: Redaction, findView: FindView) {
    this.#redaction = redaction;
    this.#findView = findView;
  }

  get found(): readonly Pick<SecretFinding, 'place' | 'kind'>[] {
    return [...this.#found.values()];
  }

  look(entry: Entry, text: string): void {
    try {
      const { call, requests, responses, requestStream, responseStream } = entry.read();
      const method = call?.method ?? '';
      this.#lookAtMessages(method, 'request', requests, requestStream);
      this.#lookAtMessages(method, 'response', responses, responseStream);
      if (call !== undefined) this.#lookAtCall(call);
    } catch (error) {
      // What cannot be read may hold a secret all the same.
      if (!CassetteError.is(error)) throw error;
    }
    // A view, or what a person wrote beside it.
    const kind = this.#found.size === 0 ? findTokenIn(text) : undefined;
    if (kind !== undefined) this.#add('text', kind);
  }

  #lookAtCall({ requestMetadata, responseMetadata, trailers, status }: CallRecord): void {
    this.#lookAtMetadata('request metadata', requestMetadata);
    if (responseMetadata !== undefined) this.#lookAtMetadata('response metadata', responseMetadata);
    this.#lookAtMetadata('trailers', trailers);
    if (this.#redaction.text(status.details) !== status.details) this.#add('status details', BY_RULE);
    const kind = findTokenIn(status.details);
    if (kind !== undefined) this.#add('status details', kind);
  }

  #lookAtMetadata(what: string, entries: MetadataEntries): void {
    const left = this.#redaction.metadata(entries);
    for (const [key, values] of entries) {
      const isTakenOut = values.some(
        (value, index) => !this.#redaction.isReplacement(value) && left.get(key)?.[index] !== value,
      );
      if (isTakenOut) this.#add(`${what} ${key}`, BY_RULE);
      for (const value of values) {
        const kind = this.#redaction.findTokenIn(key, value);
        if (kind !== undefined) this.#add(`${what} ${key}`, kind);
      }
    }
  }

  #lookAtMessages(method: string, direction: Direction, messages: MessageList, isStream: boolean): void {
    for (let index = 0; index < messages.length; index += 1) {
      const what = isStream ? `${direction}[${index}]` : direction;
      this.#lookAtMessage(what, method, direction, messages.at(index));
    }
  }

  #lookAtMessage(what: string, method: string, direction: Direction, bytes: Uint8Array): void {
    const { bytes: left, paths } = this.#redaction.stored(method, direction, bytes);
    if (!asBuffer(left).equals(bytes)) for (const path of paths) this.#add(placeOf(what, path), BY_RULE);
    for (const { place, kind } of this.#redaction.tokensIn(method, direction, left))
      this.#add(placeOf(what, place), kind);
    const view = this.#findView(method, direction, left);
    if (view !== undefined) this.#redaction.view(view, (path) => this.#add(placeOf(what, path), BY_NAME));
  }

  #add(place: string, kind: string): void {
    this.#found.set(`${place}\n${kind}`, { place, kind });
  }
}

function placeOf(what: string, path: string): string {
  return path === '' ? what : `${what} field ${path}`;
}
