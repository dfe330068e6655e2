import { asBuffer } from '../model/as-buffer.js';
import type { Interaction, MessageList } from '../model/interaction.js';
import type { JsonValue } from '../model/json.js';
import { SplitEntry } from './entry.js';
import { EntryRanges } from './entry-ranges.js';
import { type EntrySections, findSections } from './entry-sections.js';
import { EntryTrees } from './entry-trees.js';
import type { ByteRange } from './message-blocks.js';
import { emitJsonLines } from './yaml/emit-json.js';
import type { Source } from './yaml/source.js';

/** What a person may read of an entry's messages; undefined where nothing is known. */
export interface EntryView {
  readonly requests: readonly JsonValue[] | undefined;
  readonly responses: readonly JsonValue[] | undefined;
}

/** The messages of an entry. */
interface EntryMessages {
  readonly requests: MessageList;
  readonly responses: MessageList;
}

/** The text of one entry, outside of any file: as this library writes it, for there is nothing to see in any other. */
export class EntryText {
  readonly #source: Source;
  #sections: { readonly found: EntrySections | undefined } | undefined;

  constructor(bytes: Uint8Array) {
    this.#source = { bytes: asBuffer(bytes), path: 'the new recording' };
  }

  /** The method that the entry says it called. */
  get method(): string | undefined {
    return this.#entry.head.method;
  }

  /** What the entry says. Throws a `CassetteError` where it cannot be read. */
  read(): Interaction {
    return this.#entry.read();
  }

  /** The messages, each decoded when it is asked for. */
  get messages(): EntryMessages | undefined {
    const sections = this.#findSections();
    return sections && { requests: sections.sent.messages, responses: sections.received.messages };
  }

  /** The text with its view put before the bytes of each side. */
  withView({ requests, responses }: EntryView): Uint8Array {
    const sections = this.#findSections();
    if (sections === undefined) return this.#bytes;
    const { kind, request, response } = sections;
    return Buffer.concat([
      this.#bytes.subarray(0, request.inside),
      Buffer.from(emitSide(requests, kind.requestStream)),
      this.#bytes.subarray(request.inside, response.inside),
      Buffer.from(emitSide(responses, kind.responseStream)),
      this.#bytes.subarray(response.inside),
    ]);
  }

  /** The text without its views: what two writings of one recording have in common. */
  withoutView(): Uint8Array {
    return Buffer.concat([...this.#without(this.#views)]);
  }

  /** The views alone; empty where there are none to be seen. */
  get view(): Uint8Array {
    return Buffer.concat(this.#views.map(({ start, end }) => this.#bytes.subarray(start, end)));
  }

  get #views(): readonly ByteRange[] {
    const sections = this.#findSections();
    return sections === undefined ? [] : [...sections.sent.views, ...sections.received.views];
  }

  get #entry(): SplitEntry {
    const range = { line: 1, start: 0, end: this.#bytes.length, usual: true, joined: false };
    const ranges = new EntryRanges(this.#bytes);
    ranges.push(range);
    const trees = new EntryTrees(
      this.#source,
      ranges,
      () => true,
      () => undefined,
    );
    return new SplitEntry(this.#source, range, trees, 0);
  }

  *#without(ranges: readonly ByteRange[]): Iterable<Uint8Array> {
    let kept = 0;
    for (const { start, end } of ranges) {
      yield this.#bytes.subarray(kept, start);
      kept = end;
    }
    yield this.#bytes.subarray(kept);
  }

  #findSections(): EntrySections | undefined {
    this.#sections ??= { found: findSections(this.#source, 0, this.#bytes.length) };
    return this.#sections.found;
  }

  get #bytes(): Buffer {
    return this.#source.bytes;
  }
}

/** As the Python harness has it: a side without anything to show has no view, a stream's messages are each a `chunk`. */
function emitSide(messages: readonly JsonValue[] | undefined, isList: boolean): string {
  if (messages === undefined || messages.length === 0) return '';
  if (isList) {
    const chunks = messages.map((chunk) => ({ chunk }));
    return `    chunks_json:\n${emitJsonLines(chunks, 4)}`;
  }
  const [message] = messages;
  if (message === undefined || isEmpty(message)) return '';
  return `    json:\n${emitJsonLines(message, 6)}`;
}

function isEmpty(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
