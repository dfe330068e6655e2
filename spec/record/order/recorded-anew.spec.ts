import { expect } from 'chai';
import type { Cassette } from '../../../lib/cassette/cassette.js';
import { MemoryStorage } from '../../support/memory-storage.js';
import { StandingClock } from '../../support/standing-clock.js';
import { takeOn } from '../support/takes.js';
import { begin, end, overlap } from './overlapping-takes.js';
import { groupsIn, namesIn, ordersIn } from './recorded-order.js';

describe('a cassette with groups that is recorded anew', () => {
  let storage: MemoryStorage;
  beforeEach(() => {
    storage = new MemoryStorage();
  });

  const text = (): string => Buffer.from(storage.read('chat.yaml') ?? '').toString();

  /** Records a program, years after the last one. */
  async function record(
    program: (cassette: Cassette, take: (method: string) => void) => void | Promise<void>,
    isOwned = true,
  ): Promise<string> {
    const clock = new StandingClock();
    await clock.goOn(storage.read('chat.yaml') === undefined ? 0 : 1e12);
    const { cassette, take } = takeOn(storage, { mode: 'rewrite', isOwned, clock });
    await program(cassette, take);
    await cassette.close();
    return text();
  }

  for (const isOwned of [true, false]) {
    const who = isOwned ? 'its owner' : 'nobody who owns it';

    it(`by ${who} with the same calls is left as it is, byte for byte`, async () => {
      const first = await record((cassette) => overlap(cassette, ['A', 'B', 'C']));
      expect(await record((cassette) => overlap(cassette, ['A', 'B', 'C']), isOwned)).to.equal(first);
    });

    it(`by ${who} is left as it is, too, where nothing but the order is another`, async () => {
      const first = await record((cassette) => overlap(cassette, ['A', 'B', 'C']));
      expect(await record((cassette) => overlap(cassette, ['A', 'B', 'C'], true), isOwned)).to.equal(first);
      expect(await record((_, take) => ['A', 'B', 'C'].forEach(take), isOwned)).to.equal(first);
    });

    it(`by ${who} with one call another goes on with the name, and changes no more than that and the order`, async () => {
      const first = await record((cassette) => overlap(cassette, ['A', 'B', 'C']));
      const second = await record((cassette) => overlap(cassette, ['A', 'D', 'C']), isOwned);
      expect(namesIn(Buffer.from(second))).to.deep.equal(namesIn(Buffer.from(first)));
      const [a, , c] = entries(first);
      const [newA, d = '', newC] = entries(second);
      expect([newA, newC]).to.deep.equal([a, c]);
      expect(d).to.include('/test.Test/D').and.not.include('1970');
    });
  }

  it('gives what is unchanged the order of the new recording, and keeps its times', async () => {
    const first = await record((cassette) => overlap(cassette, ['A', 'B', 'C']));
    const second = await record((cassette) => overlap(cassette, ['A', 'B', 'C', 'D'], true));
    expect(ordersIn(Buffer.from(first)).map(({ order }) => order?.['end'])).to.deep.equal([11, 13, 15]);
    expect(ordersIn(Buffer.from(second)).map(({ order }) => order?.['end'])).to.deep.equal([20, 18, 16, 14]);
    const old = entries(second).slice(0, 3).map(withoutOrder);
    expect(old).to.deep.equal(entries(first).map(withoutOrder));
  });

  it('takes the order from what is alone now, and gives one to what is not alone any more', async () => {
    await record((cassette, take) => {
      overlap(cassette, ['A', 'B']);
      take('C');
    });
    const second = await record((cassette, take) => {
      take('A');
      overlap(cassette, ['B', 'C', 'D']);
    });
    const orders = ordersIn(Buffer.from(second));
    expect(orders.map(({ order }) => order?.['start'])).to.deep.equal([undefined, 1, 4, 7]);
    expect(
      entries(second)
        .slice(0, 3)
        .every((entry) => entry.includes('1970')),
    ).to.equal(true);
  });

  for (const isOwned of [true, false])
    it(`has no id twice where ${isOwned ? 'its owner' : 'nobody who owns it'} left it as it is by a save, and more overlaps after that`, async () => {
      const first = await record((cassette, take) => {
        overlap(cassette, ['A', 'B']);
        take('C');
        overlap(cassette, ['D', 'E']);
      });
      const second = await record(async (cassette, take) => {
        overlap(cassette, ['A', 'B']);
        for (const method of ['C', 'D', 'E']) take(method);
        await cassette.save();
        expect(text()).to.equal(first);
        overlap(cassette, ['F', 'G']);
        await cassette.save();
        overlap(cassette, ['H', 'I']);
      }, isOwned);
      expect(second.startsWith(first)).to.equal(true);
      const orders = ordersIn(Buffer.from(second)).map(({ order }) => order?.['start']);
      expect(orders).to.deep.equal([1, 4, undefined, 1, 4, 1, 4, 1, 4]);
      expect(groupsIn(Buffer.from(second))).to.have.length(4);
      expect(namesIn(Buffer.from(second))).to.have.length(2);
    });

  it('goes on with its name, too, where what overlaps comes after a save', async () => {
    const first = await record((cassette) => overlap(cassette, ['A', 'B']));
    const second = await record(async (cassette, take) => {
      take('C');
      await cassette.save();
      overlap(cassette, ['A', 'B']);
    });
    expect(groupsIn(Buffer.from(second))).to.deep.equal(groupsIn(Buffer.from(first)));
  });

  it('is left as it is where streamed calls are alone that were not', async () => {
    const streams = (overlaps: boolean) => (cassette: Cassette) => {
      for (const side of [UP, DOWN]) {
        const other = begin(cassette, 'Other');
        if (!overlaps) end(other);
        end(begin(cassette, 'Stream', 'S', side));
        if (overlaps) end(other);
      }
    };
    const first = await record(streams(true));
    expect(first.match(/chunks_order/g)).to.have.length(2);
    expect(await record(streams(false))).to.equal(first);
  });

  it('keeps an entry whole whose last line a person has left without an end', async () => {
    const first = await record((cassette) => overlap(cassette, ['A', 'B']));
    storage.replace('chat.yaml', [Buffer.from(first.trimEnd())]);
    const second = await record((cassette) => overlap(cassette, ['A', 'B', 'C']));
    expect(entries(second).slice(0, 2).map(withoutOrder)).to.deep.equal(entries(first).map(withoutOrder));
  });

  it('has its own order once, though a person has moved it', async () => {
    const first = await record((cassette) => overlap(cassette, ['A', 'B']));
    const moved = first.replaceAll(/( {4}order: .*\n)( {4}started_at: .*\n)/g, '$2$1');
    expect(moved).not.to.equal(first);
    storage.replace('chat.yaml', [Buffer.from(moved)]);
    const second = await record((cassette) => overlap(cassette, ['A', 'B', 'C']));
    expect(second.match(/ order: /g)).to.have.length(3);
    expect(groupsIn(Buffer.from(second))).to.have.length(1);
  });
});

const UP = { requestStream: true, responseStream: false };
const DOWN = { requestStream: false, responseStream: true };
const entries = (file: string): readonly string[] => file.split(/^(?=- call)/m).slice(1);
const withoutOrder = (entry: string): string => entry.replace(/ {4}order: .*\n/, '');
