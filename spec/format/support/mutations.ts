import { expect } from 'chai';
import fc from 'fast-check';
import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml';
import { CassetteError } from '../../../lib/errors.js';
import { type CassetteFile, parseCassetteFile } from '../../../lib/format/cassette-file.js';
import { recordings } from './arbitraries.js';
import { emitEntry, plain } from './entries.js';
import { assertIndexAgrees } from './index-agrees.js';
import { type ReferenceEntry, readWhole } from './reference.js';

const SEED_ENTRIES: readonly string[] = [
  `- request_sample:
    json:
      messages:
      - content:
        - text: 'one line

            another: line'
        role: "a quoted \\
          text"
      note: folded text
        that goes on
      literal: |
        raw: !!binary |
          AAEC
    raw: !!binary |
      CiIKHgocWW91IGFyZSBhIGhlbHBmdWwgYXNzaXN0YW50LhADCiQKIAoeV2hhdCBpcyB0aGUgY2Fw
      aXRhbCBvZiBGcmFuY2U/EAESGWdyb2stNC1mYXN0LW5vbi1yZWFzb25pbmc=
  response_sample:
    raw: null
`,
  `- request_stream:
    json: {a: [1, 2], b: "c"}
    raw: !!binary "AAEC"
  response_stream:
    chunks_json:
    - chunk:
        id: 'it''s'
    - chunk: {}
    chunks_raw:
    - !!binary |
      AAEC
    # a comment
    - !!binary ""
    chunks_ms: [1,
      20]
`,
  `- collections_method:
    name: request_sample
    result: &a
    - b
`,
  `- call:
    method:   /a.B/C   # a comment
    request_metadata: {x-a: [b, 'c'], "d-bin": [!!binary AAEC]}

    status: {code: 5, details: "no\\n"}
    cut_short: true
  note: kept
  request_chunks: {chunks_raw: [], half_closed: false}
  response_stream:
      chunks_raw:
        - !!binary |
            AAEC
            AwQF
        - !!binary 'AA=='
      chunks_after: [1, end]
`,
];

const entryTexts = fc.oneof(fc.constantFrom(...SEED_ENTRIES), recordings.map(emitEntry));
export const documents = fc
  .tuple(fc.array(entryTexts, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(
    ([entries, comments]) => `version: 1\ninteractions:\n${entries.join(comments ? '# between\n\n' : '')}`,
  );

export type Mutation = (bytes: Buffer, at: number, other: number) => Buffer;

const lines = (bytes: Buffer): string[] => bytes.toString('latin1').split(/(?<=\n)/);
const onLine =
  (change: (line: string, other: string) => string): Mutation =>
  (bytes, at, other) => {
    const all = lines(bytes);
    const index = at % all.length;
    all[index] = change(all[index] as string, all[other % all.length] as string);
    return Buffer.from(all.join(''), 'latin1');
  };
const insert =
  (text: string): Mutation =>
  (bytes, at) =>
    Buffer.concat([
      bytes.subarray(0, at % bytes.length),
      Buffer.from(text),
      bytes.subarray(at % bytes.length),
    ]);

export const MUTATIONS: ReadonlyMap<string, Mutation> = new Map(
  Object.entries<Mutation>({
    'a flipped bit': (bytes, at, other) => {
      const copy = Buffer.from(bytes);
      copy[at % copy.length] = (copy[at % copy.length] as number) ^ (1 << (other % 8));
      return copy;
    },
    'a dropped byte': (bytes, at) =>
      Buffer.concat([bytes.subarray(0, at % bytes.length), bytes.subarray((at % bytes.length) + 1)]),
    'a cut end': (bytes, at) => bytes.subarray(0, at % bytes.length),
    'a dropped line': onLine(() => ''),
    'a doubled line': onLine((line) => line + line),
    'a replaced line': onLine((_, other) => other),
    'a repeated line': onLine((line, other) => line + other),
    'a line indented by one': onLine((line) => ` ${line}`),
    'a line indented by two': onLine((line) => `  ${line}`),
    'a line outdented': onLine((line) => line.replace(/^ {1,2}/, '')),
    'a line at the margin': onLine((line) => line.trimStart()),
    'a comment line before': onLine((line) => `# comment\n${line}`),
    'an indented comment line before': onLine((line) => `      # comment\n${line}`),
    'a blank line before': onLine((line) => `\n${line}`),
    'blanks before': onLine((line) => `       \n${line}`),
    'a comment behind': onLine((line) => line.replace(/\n$/, ' # comment\n')),
    'blanks behind': onLine((line) => line.replace(/\n$/, '  \n')),
    'a CRLF': onLine((line) => line.replace(/\n$/, '\r\n')),
    'a lone CR': insert('\r'),
    "a '": insert("'"),
    'a "': insert('"'),
    'a :': insert(':'),
    'a : and a blank': insert(': '),
    'a #': insert(' #'),
    'a -': insert('- '),
    'a {': insert('{'),
    'a [': insert('['),
    'a |': insert('|'),
    'an anchor': insert('&a '),
    'an alias': insert('*a '),
    'a tab': insert('\t'),
    'a NUL': insert('\0'),
    'a bad byte': (bytes, at) =>
      Buffer.concat([
        bytes.subarray(0, at % bytes.length),
        Buffer.from([0xff]),
        bytes.subarray(at % bytes.length),
      ]),
    'a document end': onLine((line) => `...\n${line}`),
    'a document start': onLine((line) => `---\n${line}`),
  }),
);

/** What the lazy reader makes of an entry, in the reference's terms. Only CassetteErrors may come out of it. */
function readLazily(file: CassetteFile): readonly ReferenceEntry[] {
  assertIndexAgrees(file);
  return file.entries.map((entry): ReferenceEntry => {
    const { head } = entry;
    if (head.replayable === false) return { notReplayable: true };
    try {
      const interaction = entry.read();
      expect(head.method, 'head').to.be.oneOf([undefined, interaction.call?.method]);
      return { interaction: plain(interaction) };
    } catch (error) {
      if (!CassetteError.is(error)) throw error;
      expect(error.code).to.equal('broken_interaction');
      expect(error.line).to.be.a('number');
      return { broken: true };
    }
  });
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function attemptCassette<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!CassetteError.is(error)) throw error;
    return undefined;
  }
}

/** Whether a document uses what js-yaml takes for plain data and the format forbids: other tags, merge keys. */
function isForbidden(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  return parseEvents(text, { maxDepth: 400 }).some(
    (event) =>
      ('tagStart' in event &&
        event.tagStart !== -1 &&
        text.slice(event.tagStart, event.tagEnd) !== '!!binary') ||
      (event.type === EVENT_ID.SCALAR &&
        event.style === SCALAR_STYLE.PLAIN &&
        getScalarValue(text, event) === '<<'),
  );
}

/** Throws unless the lazy reader agrees with the whole parse about `mutated`, or reads only what `original` holds. */
export function assertAgreement(original: Buffer, mutated: Buffer): void {
  const whole = attempt(() => readWhole(mutated));
  const file = attemptCassette(() => parseCassetteFile(mutated, 'a.yaml'));
  const lazy = file && readLazily(file);
  if (whole !== undefined) {
    if (isForbidden(mutated)) return;
    expect(lazy).to.deep.equal(whole);
    return;
  }
  const known = readWhole(original).map((entry) => JSON.stringify(entry));
  for (const entry of lazy ?? []) {
    if ('interaction' in entry) expect(known).to.include(JSON.stringify(entry));
  }
}

/** Holds where any cassette, damaged in any of these ways, reads as the whole parse of it does, or not at all. */
export const damagedReadsAsWhole: fc.IRawProperty<unknown> = fc.property(
  documents,
  fc.constantFrom(...MUTATIONS.keys()),
  fc.nat(),
  fc.nat(),
  (text, name, at, other) => {
    const original = Buffer.from(text);
    assertAgreement(original, MUTATIONS.get(name)?.(original, at, other) ?? original);
  },
);
