import { expect } from 'chai';
import { parseCassetteFile } from '../../../lib/format/cassette-file.js';
import { Group } from '../../../lib/replay/order/group.js';
import { Part } from '../../../lib/replay/order/part.js';
import { cassette } from '../../support/cassettes.js';
import { overlapping, put } from '../../support/overlapping.js';

const CHAT = {
  method: 'Bidi',
  order: 'start: 3, half_closed: 20, end: 30',
  requests: ['a', 'b', 'c'],
  requestOrder: [4, 6, 8],
  responses: ['A'],
  responseOrder: [10],
} as const;

interface Next {
  readonly type: 'metadata' | 'message' | 'end';
  readonly ms: undefined;
}

/** A call of the second recording of a group of three that has done nothing yet. */
function partOf(text: string) {
  const [found] = parseCassetteFile(Buffer.from(cassette(text)), 'a.yaml').entries;
  if (found === undefined) throw new Error('no entry');
  const interaction = found.read();
  const starts = [1, found.head.order?.start ?? 0, 40];
  const members = starts.map((start) => ({ method: `/m${start}`, position: start }));
  const group = new Group(members, starts, new Set());
  const call = {
    kind: { requestStream: interaction.requestStream, responseStream: interaction.responseStream },
    requests: { length: 0 },
    halfClosed: false,
    given: 0,
    nextEvent: undefined as Next | undefined,
  };
  const part = new Part(call);
  const numberOf = (type: Next['type'], given: number, responseStream = true): number | undefined => {
    Object.assign(call, { given, nextEvent: { type, ms: undefined } });
    call.kind.responseStream = responseStream;
    return part.number;
  };
  const place = { group, rank: 1 };
  return { group, call, part, numberOf, hold: () => part.hold(place, interaction) };
}

describe("what a call does of its recording's acts", () => {
  it('is to send its requests, to half-close and to cancel, one after the other', () => {
    const { group, call, part, hold } = partOf(
      overlapping({ ...CHAT, order: 'start: 3, half_closed: 20, end: 30', isCancelled: true }),
    );
    hold();
    const next = (since = 3) => {
      const act = group.undone(since, 35);
      return act && [act.number, part.describe(act)];
    };
    expect([next(), next(4), next(8), next(20)]).to.deep.equal([
      [4, 'request 1'],
      [6, 'request 2'],
      [20, 'the half-close'],
      [30, 'the cancel'],
    ]);
    call.requests.length = 2;
    part.acted();
    expect([next(), group.furthest]).to.deep.equal([[8, 'request 3'], 6]);
    call.requests.length = 4;
    part.acted();
    expect([next(), group.furthest]).to.deep.equal([[20, 'the half-close'], 8]);
    call.halfClosed = true;
    part.acted();
    expect([next(), next(30), group.furthest]).to.deep.equal([[30, 'the cancel'], undefined, 20]);
    part.leave();
    expect([next(), group.furthest]).to.deep.equal([undefined, 30]);
  });

  it('is no request any more once it has half-closed', () => {
    const { group, call, part, hold } = partOf(overlapping(CHAT));
    hold();
    call.requests.length = 1;
    call.halfClosed = true;
    part.acted();
    expect(group.undone(3, 35)).to.equal(undefined);
  });

  it('is nothing but a cancel where it has a single request', () => {
    const { group, hold } = partOf(
      put('a', { order: 'start: 3, request: 7, half_closed: 9, headers: 8, end: 12' }),
    );
    hold();
    expect(group.undone(1, 35)).to.equal(undefined);
    const cancelled = partOf(put('a', { order: 'start: 3, end: 12', isCancelled: true }));
    cancelled.hold();
    expect(cancelled.group.undone(1, 35)).to.deep.equal({ number: 12, rank: 1 });
  });

  it('is nothing that anybody waits for where its order cannot be, also not its start', () => {
    const { group, part, numberOf, hold } = partOf(overlapping({ ...CHAT, requestOrder: [6, 4, 8] }));
    expect(group.undone(1, 35)).to.deep.equal({ number: 3, rank: 1 });
    hold();
    expect([group.undone(1, 35), part.group]).to.deep.equal([undefined, undefined]);
    expect(numberOf('end', 0)).to.equal(undefined);
  });

  it('is to be done by another once it lets go, unless nobody is to wait for it', () => {
    for (const isForgiven of [false, true]) {
      const { group, part, hold } = partOf(overlapping(CHAT));
      hold();
      part.letGo(isForgiven);
      expect(group.undone(1, 35)).to.deep.equal(isForgiven ? undefined : { number: 3, rank: 1 });
      expect(part.group).to.equal(undefined);
    }
  });

  it('says when each of its events came', () => {
    const { part, numberOf, hold } = partOf(overlapping({ ...CHAT, order: 'start: 3, headers: 9, end: 30' }));
    hold();
    expect(numberOf('metadata', 0)).to.equal(9);
    expect(numberOf('message', 0)).to.equal(10);
    expect(numberOf('message', 1)).to.equal(undefined);
    expect(numberOf('message', 0, false)).to.equal(30);
    expect(numberOf('end', 1)).to.equal(30);
    expect(part.since).to.equal(3);
  });
});
