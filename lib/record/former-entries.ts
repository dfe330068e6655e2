import type { CassetteFile } from '../format/cassette-file.js';
import type { Entry } from '../format/entry.js';
import { EntryText } from '../format/entry-text.js';
import { CODES } from '../format/yaml/characters.js';
import { asBuffer } from '../model/as-buffer.js';
import type { CallRecord, Interaction, MessageList } from '../model/interaction.js';
import type { MetadataEntries } from '../model/metadata.js';

const LINE_END = Uint8Array.of(CODES.LINE_FEED);
/** Every server sends it, another each time. https://www.rfc-editor.org/rfc/rfc9110#name-date */
const DATE = 'date';

/**
 * The entries that a recording made anew replaces, found by what they say. One that says the same again stays as it is, so
 * that a review sees what has changed: when something happened, beside what else, and the `date` header, do not count.
 */
export class FormerEntries {
  readonly #all: readonly Uint8Array[];
  readonly #byContent = new Map<string, Uint8Array[]>();

  /** `entries` are those of `file` that are to be replaced, in its order. */
  constructor(file: CassetteFile, entries: readonly Entry[]) {
    this.#all = entries.map(({ start, end }) => withLineEnd(file.bytes.subarray(start, end)));
    for (const [index, entry] of entries.entries()) {
      const text = this.#all[index];
      if (text === undefined) continue;
      const content = findContent(() => textOf(entry.read(), text));
      if (content === undefined) continue;
      const alike = this.#byContent.get(content);
      if (alike === undefined) this.#byContent.set(content, [text]);
      else alike.push(text);
    }
  }

  /** The text of a former entry that says the same as a new one: each of those is given once. */
  match(text: Uint8Array): Uint8Array | undefined {
    const content = findContent(() => textOf(new EntryText(text).read(), text));
    return this.#byContent.get(content ?? '')?.shift();
  }

  /** Whether the matched ones are all there were, in their order. */
  areAll(matched: readonly (Uint8Array | undefined)[]): boolean {
    return matched.length === this.#all.length && matched.every((text, index) => text === this.#all[index]);
  }
}

/** The last line of a file may have none, and an entry that stays may not be the last any more. */
function withLineEnd(text: Uint8Array): Uint8Array {
  return text.at(-1) === CODES.LINE_FEED ? text : Buffer.concat([text, LINE_END]);
}

/** Undefined where it cannot be read. */
function findContent(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** All that an entry says but its times, and how it shows it: another view is wanted where there is a new schema. */
function textOf({ call, requests, responses, ...rest }: Interaction, text: Uint8Array): string {
  const order = { requestOrder: undefined, responseOrder: undefined };
  const said = { ...rest, ...order, responseMs: undefined, call: call && contentOf(call) };
  const view = asBuffer(new EntryText(text).view).toString('latin1');
  return [
    JSON.stringify(said, (_, value) => plain(value)),
    textOfList(requests),
    textOfList(responses),
    view,
  ].join('\n');
}

function contentOf({ responseMetadata, ...call }: CallRecord): unknown {
  const unsaid = { order: undefined, startedAt: undefined, metadataMs: undefined, endedMs: undefined };
  return { ...call, ...unsaid, responseMetadata: responseMetadata && withoutDate(responseMetadata) };
}

function withoutDate(metadata: MetadataEntries): MetadataEntries {
  return new Map([...metadata].filter(([key]) => key !== DATE));
}

/** JSON has neither maps, nor bytes, nor the bound behind a half-close. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return [...value];
  if (value instanceof Uint8Array) return { base64: asBuffer(value).toString('base64') };
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>, String);
  return value === Number.POSITIVE_INFINITY ? 'end' : value;
}

/** Each length first, so that no other list reads the same. */
function textOfList(messages: MessageList): string {
  const texts = Array.from({ length: messages.length }, (_, index) => {
    const bytes = asBuffer(messages.at(index));
    return `${bytes.length} ${bytes.toString('latin1')}`;
  });
  return [messages.length, ...texts].join('\n');
}
