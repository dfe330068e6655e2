import { expect } from 'chai';
import { parseCassetteFile } from '../../../lib/format/cassette-file.js';
import type { NumberList } from '../../../lib/model/order/number-ranges.js';
import { findScore } from '../../../lib/replay/order/score.js';
import { cassette, entry, unary } from '../../support/cassettes.js';
import { overlapping, put, watch } from '../../support/overlapping.js';

const numbers = (list: NumberList): readonly (number | undefined)[] =>
  Array.from({ length: list.length }, (_, index) => list.at(index));

function scoreOf(text: string) {
  const [found] = parseCassetteFile(Buffer.from(cassette(text)), 'a.yaml').entries;
  const score = found && findScore(found.read());
  return score && { ...score, requests: numbers(score.requests), responses: numbers(score.responses) };
}

describe('the numbers of a recorded call', () => {
  it('are what the entry says', () => {
    const chat = overlapping({
      method: 'Bidi',
      order: 'start: 3, half_closed: 20, headers: 5, end: 30',
      requests: ['a', 'b', 'c'],
      requestOrder: ['4', '6-8/2'],
      responses: ['A', 'B', 'C'],
      responseOrder: ['21-23'],
    });
    expect(scoreOf(chat)).to.deep.equal({
      start: 3,
      requests: [4, 6, 8],
      halfClosed: 20,
      headers: 5,
      responses: [21, 22, 23],
      end: 30,
      cancel: undefined,
    });
  });

  it('are the next ones where a single request and the half-close are not said', () => {
    expect(scoreOf(put('a', { order: 'start: 3, headers: 8, end: 9' }))).to.deep.equal({
      start: 3,
      requests: [4],
      halfClosed: 5,
      headers: 8,
      responses: [],
      end: 9,
      cancel: undefined,
    });
    const said = scoreOf(put('a', { order: 'start: 3, request: 6, headers: 8, end: 9' }));
    expect([said?.requests, said?.halfClosed]).to.deep.equal([[6], 7]);
  });

  it('follow the last request, or the start, where requests are streamed', () => {
    const upload = { method: 'ClientStream', order: 'start: 3, end: 90', responses: ['R'] } as const;
    const requests = { requests: ['a', 'b'], requestOrder: [4, 9] };
    expect(scoreOf(overlapping({ ...upload, ...requests }))?.halfClosed).to.equal(10);
    expect(scoreOf(overlapping(upload))?.halfClosed).to.equal(4);
    expect(scoreOf(overlapping({ ...upload, ...requests, halfClosed: false }))?.halfClosed).to.equal(
      undefined,
    );
  });

  it('have a cancel and no end where the client cancelled', () => {
    const score = scoreOf(
      watch({ order: 'start: 1, headers: 4, end: 9', responses: ['1'], responseOrder: [7] }),
    );
    expect([score?.end, score?.cancel]).to.deep.equal([undefined, 9]);
  });

  it('have neither where the recording was cut short', () => {
    const text = entry({
      method: 'ServerStream',
      requests: ['w'],
      responses: [],
      call: [
        'order: {group: aaaa-1, start: 1, headers: 4, end: 9}',
        'response_metadata: {}',
        'cut_short: true',
      ],
    });
    expect([scoreOf(text)?.end, scoreOf(text)?.cancel]).to.deep.equal([undefined, undefined]);
  });

  const chat = {
    method: 'Bidi',
    order: 'start: 3, end: 30',
    requests: ['a', 'b'],
    responses: ['A', 'B'],
    requestOrder: [4, 6],
    responseOrder: [7, 9],
  } as const;
  const { requestOrder: _requests, ...withoutRequests } = chat;
  const { responseOrder: _responses, ...withoutResponses } = chat;
  for (const [what, text] of [
    ['where the entry has none', unary('a', 'A')],
    ['where its requests do not grow', overlapping({ ...chat, requestOrder: [6, 4] })],
    ['where two requests have the same', overlapping({ ...chat, requestOrder: [4, 4] })],
    ['where its responses do not grow', overlapping({ ...chat, responseOrder: [9, 7] })],
    ['where its requests have none', overlapping(withoutRequests)],
    ['where its responses have none', overlapping(withoutResponses)],
  ] as const) {
    it(`are not there ${what}`, () => expect(scoreOf(text)).to.equal(undefined));
  }
});
