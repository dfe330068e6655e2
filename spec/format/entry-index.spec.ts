import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { parseCassetteFile } from '../../lib/format/cassette-file.js';
import { hasSharedFolder, projectRoot, sharedFolder } from '../support/shared-folder.js';
import { SHORT_EFFORT } from './support/effort.js';
import { emitEntry, recorded } from './support/entries.js';
import { assertIndexAgrees, indexSaysWhatIsRead } from './support/index-agrees.js';

const OPENING = 'version: 1\ninteractions:\n';
const USUAL = emitEntry(recorded({ call: { target: 'dns:a:1', startedAt: '2026-11-22T07:14:03.120Z' } }));

const parse = (text: string) => parseCassetteFile(Buffer.from(text), 'a.yaml');
const isKnown = (text: string): boolean => {
  const file = parse(OPENING + text);
  assertIndexAgrees(file);
  return file.list.index.methodOf(0) >= 0;
};

describe('the index of a cassette', () => {
  it('says what the entries of generated files say, and knows every call with one request', () => {
    fc.assert(indexSaysWhatIsRead, SHORT_EFFORT);
  });

  it('says what the entries of our own cassettes say', () => {
    for (const name of readdirSync(`${projectRoot}fixtures`))
      assertIndexAgrees(parseCassetteFile(readFileSync(`${projectRoot}fixtures/${name}`), name));
  });

  const skipped = hasSharedFolder ? '' : ' (left out: there is no ../shared/xai-cassettes)';
  (hasSharedFolder ? it : it.skip)(`says what those of the seed's format say: nothing${skipped}`, () => {
    for (const name of readdirSync(`${sharedFolder}xai-cassettes`).filter((each) => each.endsWith('.yaml')))
      expect(
        assertIndexAgrees(parseCassetteFile(readFileSync(`${sharedFolder}xai-cassettes/${name}`), name)),
      ).to.equal(0);
  });

  it('knows an entry with a view, with an order, and with marks', () => {
    const view = '  request_sample:\n    json:\n      text: |\n        raw: !!binary |\n      n: 1\n';
    for (const text of [
      USUAL,
      USUAL.replace('  request_sample:\n', view),
      USUAL.replace('\n    started', '\n    order: {group: 1f3a-1, start: 2}\n    started'),
      USUAL.replace('\n    started', '\n    redacted: [request 5.3]\n    started'),
      emitEntry(recorded({ requests: [Buffer.alloc(0)] })),
      emitEntry(recorded({ responses: [] })),
    ])
      expect(isKnown(text), text).to.equal(true);
  });

  for (const [what, from, to] of [
    ['a target with a blank before its colon', 'target:', 'target :'],
    ['a target in quotes', 'target: dns', '"target": dns'],
    ['a target that goes on', 'dns:a:1\n', 'dns:a:1\n      and more\n'],
    ['a method that goes on', '/a.B/C\n', '/a.B/C\n      and more\n'],
    ['a method with a comment', '/a.B/C\n', '/a.B/C # first\n'],
    ['an anchor', 'method: ', 'method: &a '],
    [
      'an order that is spelled otherwise',
      '\n    started',
      '\n    ? order\n    : {group: 1f3a-1, start: 2}\n    started',
    ],
    ['an order with a blank', '\n    started', '\n    order : {group: 1f3a-1, start: 2}\n    started'],
    ['marks that are spelled otherwise', '\n    started', '\n    "redacted": [request 5.3]\n    started'],
    ['marks with a blank', '\n    started', '\n    redacted : [request 5.3]\n    started'],
    ['a comment in its call', '\n    started', '\n    # a comment\n    started'],
    ['a key of its own', '  request_sample:', '  note: kept\n  request_sample:'],
    ['a third section', '\n  response_sample:', '\n  note: kept\n  response_sample:'],
    ['a view behind the bytes', '\n  response_sample:', '\n    json:\n      a: 1\n  response_sample:'],
    ['bytes in quotes', '!!binary |\n      AAEC', '!!binary "AAEC"'],
    ['an anchor at its bytes', 'raw: !!binary |\n      AAEC', 'raw: &a !!binary |\n      AAEC'],
    ['CRLF', '\n', '\r\n'],
  ] as const)
    it(`leaves to a reader what has ${what}`, () => {
      const text = USUAL.replaceAll(from, to);
      expect(text).not.to.equal(USUAL);
      expect(isKnown(text)).to.equal(false);
    });

  it('says nothing of an entry of which others were made part', () => {
    const crumbs = '- {}\n'.repeat(1001);
    const { list } = parse(OPENING + '- {}\n'.repeat(1000) + USUAL + crumbs + USUAL);
    expect(Array.from({ length: list.length }, (_, entry) => list.index.methodOf(entry) >= 0)).to.deep.equal([
      ...new Array(1001).fill(false),
      true,
    ]);
  });
});
