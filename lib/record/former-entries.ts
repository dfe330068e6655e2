import type { CassetteFile } from '../format/cassette-file.js';
import type { Entry } from '../format/entry.js';
import { asBuffer } from '../model/as-buffer.js';
import type { CallRecord, Interaction, MessageList } from '../model/interaction.js';
import type { MetadataEntries } from '../model/metadata.js';

/** Every server sends it, another each time. https://www.rfc-editor.org/rfc/rfc9110#name-date */
const DATE = 'date';

/**
 * The entries that a recording made anew replaces, found by what they say. One that says the same again stays as it is, so
 * that a review sees what has changed: when something happened, and the `date` header, do not count.
 */
export class FormerEntries {
  readonly #all: readonly Uint8Array[];
  readonly #byContent = new Map<string, Uint8Array[]>();

  /** `entries` are those of `file` that are to be replaced, in its order. */
  constructor(file: CassetteFile, entries: readonly Entry[]) {
    this.#all = entries.map(({ start, end }) => file.bytes.subarray(start, end));
    for (const [index, entry] of entries.entries()) {
      const content = findContent(() => entry.read());
      const text = this.#all[index];
      if (content === undefined || text === undefined) continue;
      const alike = this.#byContent.get(content);
      if (alike === undefined) this.#byContent.set(content, [text]);
      else alike.push(text);
    }
  }

  /** For each new recording, in order, the text of a former one that says the same: each of those is given once. */
  match(interactions: Iterable<() => Interaction>): readonly (Uint8Array | undefined)[] {
    return Array.from(interactions, (read) => this.#byContent.get(findContent(read) ?? '')?.shift());
  }

  /** Whether the matched ones are all there were, in their order. */
  areAll(matched: readonly (Uint8Array | undefined)[]): boolean {
    return matched.length === this.#all.length && matched.every((text, index) => text === this.#all[index]);
  }
}

/** All that an interaction says but its times; undefined where it cannot be read. */
function findContent(read: () => Interaction): string | undefined {
  try {
    const { call, requests, responses, ...rest } = read();
    const said = { ...rest, responseMs: undefined, call: call && contentOf(call) };
    return `${JSON.stringify(said, (_, value) => plain(value))}${textOf(requests)}${textOf(responses)}`;
  } catch {
    return undefined;
  }
}

function contentOf({ responseMetadata, ...call }: CallRecord): unknown {
  const times = { startedAt: undefined, metadataMs: undefined, endedMs: undefined };
  return { ...call, ...times, responseMetadata: responseMetadata && withoutDate(responseMetadata) };
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

function textOf(messages: MessageList): string {
  return Array.from({ length: messages.length }, (_, index) => {
    const bytes = asBuffer(messages.at(index));
    return `\n${bytes.length} ${bytes.toString('latin1')}`;
  }).join('');
}
