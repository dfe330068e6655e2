import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import fc from 'fast-check';
import { binaryTag, CORE_SCHEMA, dump, FAILSAFE_SCHEMA, load, type Schema } from 'js-yaml';
import { byteStrings, NASTY_TEXTS, recordings, texts } from '../support/arbitraries.js';
import { fileOf, plain, type Recorded, readAll, recorded } from '../support/entries.js';

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

/** How many texts, whole entries, and pairs of a text and bytes are made up. */
interface Sizes {
  readonly texts: number;
  readonly entries: number;
  readonly pairs: number;
}

/** Tells that nasty text, known and made up, comes back from each reader, and is read from each writer. */
export function itComesBackFromEach(sizes: Sizes): void {
  const sample = [...NASTY_TEXTS, ...fc.sample(texts, { numRuns: sizes.texts, seed: 7 })];

  it('comes back from our reader', () => {
    for (const text of sample) {
      expect(readAll(fileOf([everywhere(text)])).map(plain)).to.deep.equal([plain(everywhere(text))]);
    }
  });

  it('comes back from js-yaml, failsafe and core', () => {
    for (const text of sample) {
      expectText(FAILSAFE_SCHEMA.withTags(binaryTag), text);
      expectText(CORE_SCHEMA.withTags(binaryTag), text);
    }
  });

  withPython(`comes back from PyYAML${UNLESS_ABSENT}`, function () {
    this.timeout(60_000);
    const { loaded } = python({ load: sample.map((text) => fileOf([everywhere(text)]).toString('utf8')) });
    for (const [index, text] of sample.entries()) {
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
      const entries = fc.sample(recordings, { numRuns: sizes.entries, seed: 7 });
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
    const pairs = fc.sample(fc.tuple(texts, byteStrings), { numRuns: sizes.pairs, seed: 7 });
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
}
