import { expect } from 'chai';
import type { RedactionMark } from '../../lib/model/redaction-mark.js';
import { thrownBy } from '../support/errors.js';
import { emitEntry, recorded } from './support/entries.js';
import { only } from './support/only-entry.js';

const METHOD = 'method: /a.B/C';
const ORDER = 'order: {group: 00ff-1, start: 3, end: 12}';
const USUAL = "redacted: [request 5.3, 'request[2] 1', request, metadata x-trace]";
const ALL: readonly RedactionMark[] = [
  { type: 'request', index: undefined, path: '5.3' },
  { type: 'request', index: 2, path: '1' },
  { type: 'request', index: undefined, path: '' },
  { type: 'metadata', key: 'x-trace' },
];

describe('the marks of what was taken out of a call', () => {
  it('stand on one line behind the method and the order, and on none where there are none', () => {
    const order = {
      ...{ request: undefined, halfClosed: undefined, headers: undefined },
      group: '00ff-1',
      start: 3,
      end: 12,
    };
    const linesOf = (redacted: readonly RedactionMark[]): readonly string[] =>
      emitEntry(recorded({ call: { order, redacted, startedAt: 'long ago' } }))
        .split('\n')
        .slice(2, 5);
    expect(linesOf(ALL)).to.deep.equal([`    ${ORDER}`, `    ${USUAL}`, '    started_at: long ago']);
    expect(linesOf([])[1]).to.equal('    started_at: long ago');
  });

  const writings: readonly (readonly [string, readonly string[]])[] = [
    ['as it is written', [METHOD, USUAL]],
    ['behind an order', [METHOD, ORDER, USUAL, 'target: dns:a']],
    ['elsewhere in the call', [METHOD, 'trailers: {}', USUAL]],
    ['with other quotes', [METHOD, USUAL.replaceAll("'", '"').replace('request 5.3', '"request 5.3"')]],
    ['with a comment', [METHOD, `${USUAL} # a comment`]],
    [
      'as a block',
      [
        METHOD,
        'redacted:',
        '- request 5.3',
        '- request[2] 1',
        '- request',
        '- metadata x-trace',
        'trailers: {}',
      ],
    ],
  ];
  for (const [how, lines] of writings) {
    it(`are read ${how}`, () => expect(only(...lines).read().call?.redacted).to.deep.equal(ALL));
  }

  it('are none where the call does not say any', () => {
    expect(only(METHOD).read().call?.redacted).to.deep.equal([]);
    expect(only(METHOD, 'redacted: []').read().call?.redacted).to.deep.equal([]);
  });

  for (const text of [
    'response 5',
    'request 0',
    'request 5.',
    'request[-1] 5',
    'request 5.name',
    'metadata',
    'request 536870912',
  ]) {
    it(`say where they are when one of them is none: ${text}`, () => {
      const error = thrownBy(() => only(METHOD, `redacted: ['${text}']`).read());
      expect(error).to.include({ code: 'broken_interaction', line: 5 });
      expect(error.message).to.include(`"${text}" of redacted is no mark such as "request 5.3"`);
    });
  }
});
