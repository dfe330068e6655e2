import { expect } from 'chai';
import type { Processes } from '../../../lib/model/surroundings.js';
import { HiddenNames } from '../../../lib/record/beside/hidden-names.js';
import { Journals } from '../../../lib/record/beside/journals.js';
import { MemoryStorage } from '../../support/memory-storage.js';

/** Processes as a test wants them: those whose tags begin with `dead` have ended, those with `far` are elsewhere. */
const PROCESSES: Processes = {
  newTag: () => 'mine-1',
  hasEnded: (tag) => tag.startsWith('dead'),
  isHere: (tag) => !tag.startsWith('far'),
  isFresh: (_, touchedMs) => touchedMs > 0,
};

describe('the journals beside a cassette', () => {
  let storage: MemoryStorage;
  let journals: Journals;
  beforeEach(() => {
    storage = new MemoryStorage();
    const names = new HiddenNames({ file: 'fixtures/chat.yaml', name: 'chat.yaml' });
    journals = new Journals(names, storage, PROCESSES);
  });

  function leave(...paths: readonly string[]): void {
    for (const path of paths) storage.replace(path, [Buffer.from(path)]);
  }

  it('of a process that ended are abandoned, and of no other cassette', () => {
    expect(journals.findAbandoned()).to.deep.equal([]);
    leave(
      'fixtures/.chat.yaml.dead-1.journal',
      'fixtures/.chat.yaml.alive-1.journal',
      'fixtures/.chat.yaml.mine-1.journal',
      'fixtures/.chat.yaml.bak.dead-1.journal',
      'fixtures/.other.yaml.dead-1.journal',
      'fixtures/more/.chat.yaml.dead-1.journal',
      'fixtures/.chat.yaml.dead-1.journal.3.requests',
      'fixtures/.chat.yaml.dead-1.tmp',
      'fixtures/chat.yaml.dead-1.journal',
    );
    expect(journals.findAbandoned()).to.deep.equal(['fixtures/.chat.yaml.dead-1.journal']);
    storage.remove('fixtures/.chat.yaml.dead-1.journal');
    expect(journals.findAbandoned()).to.deep.equal([]);
  });

  it('are abandoned in the order in which they were last written, and by name where that is the same', () => {
    const [first, second, third] = ['dead-2', 'dead-3', 'dead-1'].map(
      (tag) => `fixtures/.chat.yaml.${tag}.journal`,
    );
    leave(...[first, second, third].flatMap((path) => path ?? []));
    storage.age(second ?? '');
    expect(journals.findAbandoned()[0]).to.equal(second);
    for (const path of [first, third]) storage.age(path ?? '');
    expect(journals.findAbandoned()).to.deep.equal([third, first, second]);
  });

  it('may still have the name of a sign, where that could not be changed', () => {
    leave('fixtures/.chat.yaml.dead-1.recording');
    storage.replace('fixtures/.chat.yaml.dead-2.recording', []);
    expect(journals.findAbandoned()).to.deep.equal(['fixtures/.chat.yaml.dead-1.recording']);
  });

  it('are claimed by one of several that would take them in', () => {
    const left = 'fixtures/.chat.yaml.dead-1.journal';
    leave(left);
    const claimed = journals.claim(left, 'mine-1');
    expect(claimed).to.deep.equal({ path: 'fixtures/.chat.yaml.mine-1.journal', origin: left });
    expect(journals.claim(left, 'mine-2')).to.equal(undefined);
    expect([...storage.files.keys()]).to.deep.equal(['fixtures/.chat.yaml.mine-1.journal']);
    if (claimed !== undefined) journals.release(claimed);
    expect([...storage.files.keys()]).to.deep.equal([left]);
  });

  it('whose calls are not to come into the cassette are no abandoned ones', () => {
    const [rejected, other] = ['dead-1', 'mine-1'].map(
      (tag) => `fixtures/.chat.yaml.${tag}.rejected.journal`,
    );
    leave(...[rejected, other].flatMap((path) => path ?? []));
    expect(journals.findAbandoned()).to.deep.equal([]);
    expect(journals.findRejected()).to.deep.equal([rejected]);
  });

  it('and signs that are fresh tell of the recordings that are at work, but for this one', () => {
    leave(
      'fixtures/.chat.yaml.mine-1.recording',
      'fixtures/.chat.yaml.alive-1.recording',
      'fixtures/.chat.yaml.dead-1.journal',
      'fixtures/.chat.yaml.dead-2.recording',
      'fixtures/.chat.yaml.far-1.recording',
      'fixtures/.chat.yaml.old-1.recording',
      'fixtures/.chat.yaml.alive-2.tmp',
      'fixtures/.other.yaml.alive-1.recording',
    );
    storage.age('fixtures/.chat.yaml.old-1.recording');
    expect(journals.findAtWork('mine-1')).to.deep.equal([
      { path: 'fixtures/.chat.yaml.alive-1.recording', hasEnded: false, isHere: true },
      { path: 'fixtures/.chat.yaml.dead-2.recording', hasEnded: true, isHere: true },
      { path: 'fixtures/.chat.yaml.far-1.recording', hasEnded: false, isHere: false },
    ]);
  });

  it('are found at work also while they are named back and forth', () => {
    const names = ['recording', 'journal'].map((each) => `fixtures/.chat.yaml.alive-1.${each}`);
    leave(names[0] ?? '');
    const { list } = MemoryStorage.prototype;
    let looks = 0;
    storage.list = (prefix) => {
      const found = list.call(storage, prefix);
      // Renamed between the look at the folder and that at the file.
      if (looks < 3) storage.move(names[looks % 2] ?? '', names[(looks + 1) % 2] ?? '');
      looks += 1;
      return found;
    };
    expect(journals.findAtWork().map(({ hasEnded }) => hasEnded)).to.deep.equal([false]);
    expect(looks).to.equal(4);
  });

  it('stay when what else was left is removed', () => {
    const kept = [
      'fixtures/chat.yaml',
      'fixtures/.chat.yaml.dead-1.journal',
      'fixtures/.chat.yaml.mine-1.journal',
      'fixtures/.chat.yaml.mine-1.journal.1.requests',
      'fixtures/.chat.yaml.mine-1.tmp',
      'fixtures/.chat.yaml.tmp',
      'fixtures/.chat.yaml.swp',
      'fixtures/.chat.yaml.bak.dead-1.tmp',
      'fixtures/chat.yaml.bak',
    ];
    leave(...kept);
    leave(
      'fixtures/.chat.yaml.dead-1.tmp',
      'fixtures/.chat.yaml.dead-1.journal.3.requests',
      'fixtures/.chat.yaml.dead-1.journal.3.responses',
    );
    storage.replace('fixtures/.chat.yaml.dead-2.recording', []);
    storage.makeFolder('fixtures/.chat.yaml.dead-1.lease/dead-1');
    journals.removeLeftovers(false);
    expect(storage.list('fixtures/')).to.have.members([...kept]);
  });
});
