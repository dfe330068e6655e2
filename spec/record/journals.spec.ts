import { expect } from 'chai';
import type { Processes } from '../../lib/model/surroundings.js';
import { Journals } from '../../lib/record/journals.js';
import { MemoryStorage } from '../support/memory-storage.js';

/** Processes as a test wants them: those whose tags begin with `dead` have ended. */
class GivenProcesses implements Processes {
  #tags = 0;

  newTag(): string {
    this.#tags += 1;
    return `mine-${this.#tags}`;
  }

  hasEnded(tag: string): boolean {
    return tag.startsWith('dead');
  }
}

describe('the journals beside a cassette', () => {
  let storage: MemoryStorage;
  let journals: Journals;
  beforeEach(() => {
    storage = new MemoryStorage();
    journals = journalsOf('fixtures/chat.yaml', 'chat.yaml');
  });

  function journalsOf(file: string, name: string): Journals {
    return new Journals({ path: file, file, name }, storage, new GivenProcesses());
  }

  function leave(...paths: readonly string[]): void {
    for (const path of paths) storage.replace(path, [Buffer.from(path)]);
  }

  it('have a path of their own each time', () => {
    expect([journals.newPath(), journals.newPath()]).to.deep.equal([
      'fixtures/.chat.yaml.mine-1.journal',
      'fixtures/.chat.yaml.mine-2.journal',
    ]);
    expect(journalsOf('chat.yaml', 'chat.yaml').newPath()).to.equal('.chat.yaml.mine-1.journal');
    expect(journalsOf('/chat', 'chat').newPath()).to.equal('/.chat.mine-1.journal');
  });

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
    journals.removeLeftovers();
    expect([...storage.files.keys()]).to.deep.equal(kept);
  });
});
