import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import fc from 'fast-check';
import { binaryTag, CORE_SCHEMA, dump, FAILSAFE_SCHEMA, load, type Schema } from 'js-yaml';
import { emitText, findText } from '../../../lib/format/yaml/scalar.js';
import { byteStrings, NASTY_TEXTS, recordings, texts } from '../support/arbitraries.js';
import { EFFORT, FUZZ_TIMEOUT_MS } from '../support/effort.js';
import { emitEntry, fileOf, plain, type Recorded, readAll, recorded } from '../support/entries.js';

const PYTHON = spawnSync('python3', ['-c', 'import yaml'], { stdio: 'ignore' }).status === 0;
const withPython = PYTHON ? it : it.skip;
const UNLESS_ABSENT = PYTHON ? '' : ' (left out: python3 with yaml is absent)';

/** Loads texts, and dumps documents, in one run of PyYAML. Bytes travel as `{"$bytes": base64}`. */
const PROGRAM = `
import base64, json, sys, yaml
def encode(value):
    if isinstance(value, bytes): return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, dict): return {"$pairs": [[encode(k), encode(v)] for k, v in value.items()]}
    if isinstance(value, list): return [encode(item) for item in value]
    if value is None or isinstance(value, (str, bool, int)): return value
    return {"$other": repr(type(value))}
def decode(value):
    if isinstance(value, dict):
        if "$bytes" in value: return base64.b64decode(value["$bytes"])
        return {key: decode(item) for key, item in value.items()}
    if isinstance(value, list): return [decode(item) for item in value]
    return value
job = json.load(sys.stdin)
json.dump({
    "loaded": [encode(yaml.safe_load(text)) for text in job["load"]],
    "dumped": [yaml.dump(decode(document), allow_unicode=True, sort_keys=False) for document in job["dump"]],
}, sys.stdout)
`;

interface Answer {
  readonly loaded: readonly unknown[];
  readonly dumped: readonly string[];
}

function python(job: { readonly load?: readonly string[]; readonly dump?: readonly unknown[] }): Answer {
  const { stdout, stderr, status } = spawnSync('python3', ['-c', PROGRAM], {
    input: JSON.stringify({ load: [], dump: [], ...job }),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  });
  expect(status, stderr).to.equal(0);
  return JSON.parse(stdout);
}

/** The value at a path of keys in what PyYAML loaded. */
function at(node: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof key === 'number') return (value as unknown[])[key];
    return (value as { $pairs: [unknown, unknown][] }).$pairs.find(([name]) => name === key)?.[1];
  }, node);
}

/** Lone surrogates, which UTF-8 cannot hold, and YAML 1.1's line ends, at which PyYAML folds and YAML 1.2 does not. */
const UNWRITABLE = /\p{Surrogate}|[\u0085\u2028\u2029]/u;

/** A text in every place that takes one. */
const everywhere = (text: string): Recorded =>
  recorded({
    call: {
      method: text,
      startedAt: text,
      target: text,
      requestMetadata: new Map([[text, [text, text]]]),
      status: { code: 2, details: text },
    },
  });

function expectText(schema: Schema, text: string): void {
  const document = load(fileOf([everywhere(text)]).toString('utf8'), { schema });
  const call = (document as { interactions: [{ call: Record<string, unknown> }] }).interactions[0].call;
  expect(call['method']).to.equal(text);
  expect(call['started_at']).to.equal(text);
  expect(call['target']).to.equal(text);
  expect(Object.entries(call['request_metadata'] as object)).to.deep.equal([[text, [text, text]]]);
  expect(call['status']).to.have.property('details', text);
}

const SAMPLE = [...NASTY_TEXTS, ...fc.sample(texts, { numRuns: 2000, seed: 7 })];

describe('nasty text', () => {
  it('comes back from our reader', () => {
    for (const text of SAMPLE) {
      expect(readAll(fileOf([everywhere(text)])).map(plain)).to.deep.equal([plain(everywhere(text))]);
    }
  });

  it('comes back from js-yaml, failsafe and core', () => {
    for (const text of SAMPLE) {
      expectText(FAILSAFE_SCHEMA.withTags(binaryTag), text);
      expectText(CORE_SCHEMA.withTags(binaryTag), text);
    }
  });

  it('stays on one line, and is plain where it plainly is text', () => {
    const methodLine = (text: string): string | undefined =>
      emitEntry(recorded({ call: { method: text } })).split('\n')[1];
    expect(methodLine('/a.B/C')).to.equal('    method: /a.B/C');
    expect(methodLine('no')).to.equal("    method: 'no'");
    expect(methodLine("it's é: \u{1f600}")).to.equal("    method: 'it''s é: \u{1f600}'");
    expect(methodLine('a\u0085"\\\n\ud800')).to.equal('    method: "a\\x85\\"\\\\\\n\\ud800"');
  });

  withPython(`comes back from PyYAML${UNLESS_ABSENT}`, function () {
    this.timeout(60_000);
    const { loaded } = python({ load: SAMPLE.map((text) => fileOf([everywhere(text)]).toString('utf8')) });
    for (const [index, text] of SAMPLE.entries()) {
      const call = at(loaded[index], 'interactions', 0, 'call');
      for (const key of ['method', 'started_at', 'target']) expect(at(call, key)).to.equal(text);
      expect(at(call, 'request_metadata')).to.deep.equal({ $pairs: [[text, [text, text]]] });
      expect(at(call, 'status', 'details')).to.equal(text);
    }
  });

  withPython(
    `whole entries load in PyYAML with the same messages, numbers and booleans${UNLESS_ABSENT}`,
    function () {
      this.timeout(60_000);
      const entries = fc.sample(recordings, { numRuns: 300, seed: 7 });
      const { loaded } = python({ load: entries.map((entry) => fileOf([entry]).toString('utf8')) });
      for (const [index, entry] of entries.entries()) {
        const read = at(loaded[index], 'interactions', 0);
        const call = at(read, 'call');
        expect(at(call, 'ended_ms')).to.equal(entry.call.endedMs);
        expect(at(call, 'cut_short')).to.equal(entry.call.cutShort ? true : undefined);
        const response = at(read, entry.responseStream ? 'response_stream' : 'response_sample');
        const encoded = entry.responses.map((bytes) => ({ $bytes: Buffer.from(bytes).toString('base64') }));
        if (entry.responseStream) expect(at(response, 'chunks_raw')).to.deep.equal(encoded);
        else expect(at(response, 'raw')).to.deep.equal(encoded[0] ?? null);
      }
    },
  );

  withPython(`that PyYAML or js-yaml wrote is read as it was meant${UNLESS_ABSENT}`, function () {
    this.timeout(60_000);
    const pairs = fc.sample(fc.tuple(texts, byteStrings), { numRuns: 500, seed: 7 });
    const wellFormed = pairs.filter(([text]) => !UNWRITABLE.test(text) && text !== '__proto__');
    const document = (text: string, bytes: unknown): unknown => ({
      version: 1,
      interactions: [
        {
          call: { method: text, request_metadata: { [text]: [text, bytes] }, ended_ms: 12, cut_short: true },
          request_sample: { json: { text }, raw: bytes },
          response_sample: { json: { [text]: text }, raw: null },
        },
      ],
    });
    const forPython = wellFormed.map(([text, bytes]) =>
      document(text, { $bytes: Buffer.from(bytes).toString('base64') }),
    );
    const written = [
      python({ dump: forPython }).dumped,
      wellFormed.map(([text, bytes]) => dump(document(text, bytes))),
      wellFormed.map(([text, bytes]) => dump(document(text, bytes), { seqNoIndent: true, lineWidth: -1 })),
    ];
    for (const files of written) {
      for (const [index, [text, bytes]] of wellFormed.entries()) {
        const expected = recorded({
          call: {
            method: text,
            requestMetadata: new Map([[text, [text, bytes]]]),
            endedMs: 12,
            cutShort: true,
          },
          requests: [bytes],
          responses: [],
        });
        expect(readAll(Buffer.from(files[index] as string)).map(plain)).to.deep.equal([plain(expected)]);
      }
    }
  });
});

/** What `findText` understands, as expressions that run out of stack on long texts. */
const UNDERSTOOD = [
  /^[A-Za-z0-9/_.$(=~<+^;\\](?:[!-9;-~]|:(?=[!-~])| +(?=[!"$-~]))*$/,
  /^"(?:[ !\x23-\x5b\x5d-\uffff]|\\(?:[tnr"\\]|x[0-9a-f]{2}|u[0-9a-f]{4}))*"$/,
  /^'(?:[ -&\x28-\uffff]|'')*'$/,
];

const scalars = fc
  .tuple(
    fc.constantFrom('', '"', "'"),
    fc.array(fc.constantFrom(...`'"\\:# axu0f\n\té`, "''", '\\\\', '\\"', '\\x41', '\\u0041', ': ', ' #'), {
      maxLength: 8,
    }),
    fc.constantFrom('', '"', "'"),
  )
  .map(([open, parts, close]) => open + parts.join('') + close);

describe('a scalar on one line', () => {
  it('is understood where the line alone says all about it, and then means what YAML says', function () {
    this.timeout(FUZZ_TIMEOUT_MS);
    fc.assert(
      fc.property(scalars, (scalar) => {
        const found = findText(scalar);
        expect(found !== undefined).to.equal(UNDERSTOOD.some((expression) => expression.test(scalar)));
        if (found !== undefined)
          expect(load(`- ${scalar}`, { schema: FAILSAFE_SCHEMA })).to.deep.equal([found]);
      }),
      { ...EFFORT, numRuns: 50_000 },
    );
  });

  it('keeps together what belongs together, wherever it stands in a long one', () => {
    for (const length of [65_534, 65_535, 65_536, 131_071]) {
      for (const text of [`\n${'a'.repeat(length - 1)}\u{1f600}b`, `\n${'a'.repeat(length - 1)}\ud83db`]) {
        const written = emitText(text);
        expect(findText(written) === text).to.equal(true);
        expect(written.includes('\\ud83d')).to.equal(!text.includes('\u{1f600}'));
      }
    }
  });
});
