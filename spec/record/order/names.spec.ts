import { expect } from 'chai';
import { GroupName } from '../../../lib/record/order/group-name.js';
import { MemoryStorage } from '../../support/memory-storage.js';
import { WatchedStorage } from '../../support/watched-storage.js';
import { takeOn } from '../support/takes.js';
import { overlap } from './overlapping-takes.js';
import { groupsIn, namesIn, ordersIn } from './recorded-order.js';

/** The tags that recorders are given, one after the other. */
class Tags {
  made = 0;
  readonly lasting = { hasEnded: () => false, isHere: () => true, isFresh: () => false };

  newTag(): string {
    this.made += 1;
    return `tag-${this.made}`;
  }

  get processes() {
    return { ...this.lasting, newTag: () => this.newTag() };
  }
}

const drawnBy = (tag: string): string => new GroupName(tag).idOf(1).replace(/-1$/, '');

describe("a group's name", () => {
  let storage: MemoryStorage;
  let tags: Tags;
  beforeEach(() => {
    storage = new MemoryStorage();
    tags = new Tags();
  });

  const bytes = (): Uint8Array => storage.read('chat.yaml') ?? new Uint8Array();
  const open = (mode: 'new_episodes' | 'rewrite' | 'once' = 'new_episodes') =>
    takeOn(storage, { mode, processes: tags.processes });

  it("is the recorder's own, of four digits, and each group has its number", async () => {
    const { cassette, take } = open('once');
    overlap(cassette, ['A', 'B']);
    take('Alone');
    overlap(cassette, ['C', 'D', 'E']);
    await cassette.close();
    const name = drawnBy('tag-1');
    expect(name).to.match(/^[0-9a-f]{4}$/);
    expect(groupsIn(bytes())).to.deep.equal([`${name}-1`, `${name}-2`]);
  });

  it('goes on after a save, and in what is saved the group that goes on', async () => {
    const { cassette } = open('once');
    overlap(cassette, ['A', 'B']);
    await cassette.save();
    overlap(cassette, ['C', 'D']);
    await cassette.close();
    const name = drawnBy('tag-1');
    expect(groupsIn(bytes())).to.deep.equal([`${name}-1`, `${name}-2`]);
  });

  it('is another one for each recorder of a cassette, be they at work at the same time', async () => {
    const [one, other] = [open('once'), open('once')];
    overlap(one.cassette, ['A', 'B']);
    overlap(other.cassette, ['C', 'D']);
    await one.cassette.close();
    await other.cassette.close();
    expect(groupsIn(bytes())).to.deep.equal([`${drawnBy('tag-1')}-1`, `${drawnBy('tag-2')}-1`]);
  });

  for (const overlaps of [true, false]) {
    it(`has the file looked through ${overlaps ? 'once' : 'never'} by what is added as calls end ${overlaps ? 'that overlap' : 'one after the other'}`, async () => {
      storage.create('chat.yaml', [Buffer.from('version: 1\ninteractions: []\n')]);
      const watched = new WatchedStorage(storage);
      const { cassette, take } = takeOn(watched, { isOwned: false, processes: tags.processes });
      take('First');
      await cassette.save();
      let reads = 0;
      watched.before = (action, path) => {
        if (action === 'read' && path === 'chat.yaml') reads += 1;
      };
      for (let time = 0; time < 5; time += 1) {
        if (overlaps) overlap(cassette, ['A', 'B']);
        else take('A');
        await cassette.save();
      }
      expect(reads).to.equal(overlaps ? 2 : 1);
      await cassette.close();
    });
  }

  it('never looks like the beginning of a number', () => {
    for (let tag = 0; tag < 20_000; tag += 1) expect(drawnBy(`${tag}`)).not.to.match(/^\d+e$/);
  });

  describe('that is taken', () => {
    /** A cassette that holds groups of this name already, which some other recorder has drawn as well. */
    function hold(...names: readonly string[]): void {
      const entries = names.map(
        (name) =>
          `- call:\n    method: /test.Test/X\n    order: {group: ${name}-1, start: 1, end: 9}\n  request_sample:\n    raw: null\n  response_sample:\n    raw: null\n`,
      );
      storage.replace('chat.yaml', [Buffer.from(`version: 1\ninteractions:\n${entries.join('')}`)]);
    }

    for (const isOwned of [true, false]) {
      it(`is drawn anew ${isOwned ? 'at the commit' : 'when it is added to the file'}, and the entries bear that one`, async () => {
        const name = drawnBy('tag-1');
        hold(name, 'aaaa');
        const before = Buffer.from(bytes()).toString();
        const { cassette } = takeOn(storage, { processes: tags.processes, isOwned });
        overlap(cassette, ['A', 'B']);
        await cassette.save();
        overlap(cassette, ['C', 'D']);
        await cassette.close();
        expect(Buffer.from(bytes()).toString().startsWith(before)).to.equal(true);
        const [taken, other, next = '', ...rest] = namesIn(bytes());
        expect([taken, other, rest]).to.deep.equal([name, 'aaaa', []]);
        expect(groupsIn(bytes()).slice(2)).to.deep.equal([`${next}-1`, `${next}-2`]);
        expect(
          ordersIn(bytes())
            .slice(2)
            .map(({ order }) => order?.['start']),
        ).to.deep.equal([1, 4, 1, 4]);
      });
    }

    it('is drawn anew until none of the file has it', async () => {
      const names: string[] = [drawnBy('tag-1')];
      const group = new GroupName('tag-1');
      for (let time = 0; time < 3; time += 1) {
        group.findFree(names.map(textWith), undefined);
        const renamed = Buffer.from(group.rename(textWith(names[0] ?? '')));
        names.push(...namesIn(Buffer.concat([OPENING, renamed])));
      }
      expect(new Set(names).size).to.equal(4);
      hold(...names);
      const { cassette } = open();
      overlap(cassette, ['A', 'B']);
      await cassette.close();
      expect(namesIn(bytes())).to.have.length(5);
    });

    it('is not known to be before an entry bears it: another may have taken it meanwhile', async () => {
      const { cassette, take } = open();
      take('Alone');
      await cassette.save();
      const [, alone = ''] = Buffer.from(bytes()).toString().split('interactions:\n');
      hold(drawnBy('tag-1'));
      storage.replace('chat.yaml', [bytes(), Buffer.from(alone)]);
      overlap(cassette, ['A', 'B']);
      await cassette.close();
      expect(namesIn(bytes())).to.have.length(2);
    });

    it('is drawn anew though what is replaced has it, where what stays has it, too', () => {
      const group = new GroupName('tag-1');
      group.findFree([textWith('abcd')], [textWith('abcd')]);
      expect(String(group.rename(textWith(drawnBy('tag-1'))))).to.equal(String(textWith(drawnBy('tag-1'))));
      group.findFree([textWith('dcba')], [textWith('abcd')]);
      expect(String(group.rename(textWith(drawnBy('tag-1'))))).to.equal(String(textWith('abcd')));
    });

    for (const isThere of [false, true])
      it(`is drawn anew where what a journal has left bears it, and the cassette ${isThere ? 'does not' : 'is not there'}`, async () => {
        if (isThere) hold('aaaa');
        const dead = takeOn(storage, { processes: { ...tags.processes, newTag: () => 'same' } });
        overlap(dead.cassette, ['A', 'B']);
        const journal = [...storage.files.keys()].find((path) => path.endsWith('.journal')) ?? '';
        const left = storage.files.get(journal) ?? new Uint8Array();
        storage.remove(journal);
        storage.create(journal.replace('same', 'dead'), [left]);
        const { cassette } = takeOn(storage, {
          processes: { ...tags.processes, newTag: () => 'same', hasEnded: (tag: string) => tag === 'dead' },
        });
        overlap(cassette, ['C', 'D']);
        await cassette.close();
        const [first, second, ...rest] = namesIn(bytes()).slice(isThere ? 1 : 0);
        expect([first, rest]).to.deep.equal([drawnBy('same'), []]);
        expect(second)
          .to.match(/^[0-9a-f]{4}$/)
          .and.not.equal(first);
      });
  });
});

const OPENING = Buffer.from('version: 1\ninteractions:\n');
const textWith = (name: string): Uint8Array =>
  Buffer.from(
    `- call:\n    method: /a.B/C\n    order: {group: ${name}-1, start: 1}\n  request_sample: {}\n  response_sample: {}\n`,
  );
