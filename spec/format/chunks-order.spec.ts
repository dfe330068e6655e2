import { expect } from 'chai';
import { NumberRanges } from '../../lib/model/order/number-ranges.js';
import { thrownBy } from '../support/errors.js';
import { randomNumbers, SEED } from '../support/random.js';
import { parse } from './support/broken-text.js';
import { emitEntry, fileOf, plain, readAll, recorded } from './support/entries.js';

function listOf(numbers: Iterable<number>): NumberRanges {
  const list = new NumberRanges();
  for (const number of numbers) list.push(number);
  return list;
}

const messages = (count: number): readonly Buffer[] => Array.from({ length: count }, () => Buffer.from('a'));

/** An entry of two requests and two responses whose sides have these further lines. */
function textOf(request: string, response: string): string {
  const chunks = '    chunks_raw:\n    - !!binary |\n      AA==\n    - !!binary |\n      AA==\n';
  return `version: 1\ninteractions:\n- call:\n    method: /a.B/C\n  request_chunks:\n${chunks}${request}  response_stream:\n${chunks}${response}`;
}

const numbersOf = (list: { readonly length: number; at(index: number): number | undefined } | undefined) =>
  list && Array.from({ length: list.length }, (_, index) => list.at(index));

describe('the order of streamed messages', () => {
  it('stands last on each side, and a side without messages has none', () => {
    const both = { requestStream: true, responseStream: true, halfClosed: false };
    const text = emitEntry(
      recorded({
        ...both,
        requests: messages(2),
        responses: messages(3),
        responseMs: [1, 2, 3],
        responseAfter: [1, 2, 2],
        requestOrder: listOf([2, 6]),
        responseOrder: listOf([4, 5, 8]),
      }),
    );
    expect(text).to.include('    half_closed: false\n    chunks_order: [2, 6]\n  response_stream:\n');
    expect(text).to.match(/\n {4}chunks_after: \[1, 2, 2\]\n {4}chunks_order: \[4-5, 8\]\n$/);
    const none = recorded({
      ...both,
      requests: [],
      responses: [],
      requestOrder: listOf([]),
      responseOrder: listOf([]),
    });
    expect(emitEntry(none)).not.to.include('order');
  });

  it('is folded where it is long, and is read again', () => {
    const random = randomNumbers(SEED);
    let last = 0;
    const list = listOf(
      Array.from({ length: 400 }, () => {
        last += 1 + Math.floor(random() * 4) ** 3;
        return last;
      }),
    );
    const entry = recorded({ requestStream: true, requests: messages(400), requestOrder: list });
    const text = emitEntry(entry);
    const lines = text.slice(text.indexOf('    chunks_order'), text.indexOf('  response_sample')).split('\n');
    expect(lines.length).to.be.greaterThan(5);
    for (const line of lines.slice(1, -1)) expect(line).to.match(/^ {6}\d/);
    for (const line of lines) expect(line.length).to.be.at.most(100);
    expect(readAll(fileOf([entry])).map(plain)).to.deep.equal([plain(entry)]);
    // Of a list in a call that is not in its usual shape, another reader makes the same.
    const unusual = text.replace('- call:\n    method: /a.B/C', '- call:\n    "method": /a.B/C');
    expect(
      parse(`version: 1\ninteractions:\n${unusual.replace('chunks_raw', '"chunks_raw"')}`).entries.map(
        (each) => plain(each.read()),
      ),
    ).to.deep.equal([plain(entry)]);
  });

  const writings: readonly (readonly [string, readonly number[]])[] = [
    ['chunks_order: [4, 17]', [4, 17]],
    ['chunks_order: [4-5]', [4, 5]],
    ['chunks_order: [4-6/2]', [4, 6]],
    ['chunks_order: [ 4 , 17 ] # of a person', [4, 17]],
    ['chunks_order: [4, 17,]', [4, 17]],
    ['chunks_order:\n    - 4\n    - 17', [4, 17]],
    ['chunks_order:\n    - 4-5', [4, 5]],
    [`chunks_order: ["4-5"]`, [4, 5]],
    [`chunks_order: ['4', "5"]`, [4, 5]],
    ['chunks_order: [5, 4]', [5, 4]],
    ['chunks_order: [4, 4]', [4, 4]],
  ];
  for (const [line, numbers] of writings) {
    it(`is read as it is written: ${JSON.stringify(line)}`, () => {
      for (const text of [textOf(`    ${line}\n`, ''), textOf('', `    ${line}\n`)]) {
        const interaction = parse(text).entries[0]?.read();
        expect([
          numbersOf(interaction?.requestOrder),
          numbersOf(interaction?.responseOrder),
        ]).to.include.deep.members([undefined, numbers]);
      }
    });
  }

  const item = 'an item of chunks_order is neither a number nor a range such as 4-5';
  const broken: readonly (readonly [string, string, number])[] = [
    ['chunks_order: [4]', 'chunks_order has 1 items for 2 messages', 3],
    ['chunks_order: [4-999999999999999]', 'chunks_order has 999999999999996 items for 2 messages', 3],
    ['chunks_order: []', 'chunks_order has 0 items for 2 messages', 3],
    ['chunks_order: 4', 'chunks_order is not a list', 11],
    ['chunks_order: [4, end]', item, 11],
    ['chunks_order: [4, !!binary AA==]', item, 11],
    ['chunks_order: [4, 9-8]', item, 11],
    ['chunks_order: [4, [5]]', item, 11],
  ];
  for (const [line, what, at] of broken) {
    it(`is told where it is broken: ${line}`, () => {
      const error = thrownBy(() => parse(textOf(`    ${line}\n`, '')).entries[0]?.read());
      expect(error.message).to.equal(
        `a.yaml:${at}: this interaction cannot be read: ${what}. Mend it, or delete it and record the call again.`,
      );
    });
  }

  it('is passed over beside a single message, as every key is that means nothing there', () => {
    const single = recorded();
    const text = emitEntry(single).replace('  response', '    chunks_order: [1]\n  response');
    expect(
      parse(`version: 1\ninteractions:\n${text}`).entries.map((entry) => plain(entry.read())),
    ).to.deep.equal([plain(single)]);
  });
});
