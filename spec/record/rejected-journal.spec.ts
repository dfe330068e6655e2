import { expect } from 'chai';
import type { RecordMode } from '../../lib/model/record-mode.js';
import { rejectionOf } from '../support/errors.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { methodsIn, processesOf, type Taking, takeOn } from './support/takes.js';

const REJECTED = 'chat.rejected.yaml';

describe('what was to be set aside and could not be', () => {
  let storage: MemoryStorage;
  beforeEach(() => {
    storage = new MemoryStorage();
  });

  /** A process records a call that is to be set aside, fails to do so, and dies. */
  async function failToSetAside(): Promise<void> {
    storage.create(REJECTED, [Buffer.from('garbage')]);
    const { cassette, take } = takeOn(storage, { processes: processesOf('dead') });
    take('Bad');
    expect((await rejectionOf(cassette.engine.reject())).code).to.equal('write_failed');
    expect(cassette.dirty).to.equal(true);
  }

  const next = (mode: RecordMode): Taking =>
    takeOn(storage, { mode, processes: processesOf('mine', 'dead') });

  const hidden = (): readonly string[] => storage.list('.').map((name) => name.replace(/\d+/, '*'));

  for (const mode of ['once', 'new_episodes', 'rewrite', 'all'] as const) {
    it(`never comes into the cassette, and is set aside when it can be: ${mode}`, async () => {
      await failToSetAside();
      const meanwhile = next(mode);
      meanwhile.take('Good');
      await rejectionOf(meanwhile.cassette.close());
      expect(methodsIn(storage.read('chat.yaml'))).to.deep.equal(['Good']);
      expect(hidden()).to.deep.equal(['.chat.yaml.dead-*.rejected.journal']);
      expect(String(storage.read(REJECTED))).to.equal('garbage');

      storage.remove(REJECTED);
      const later = next('new_episodes');
      expect(later.cassette.plan).to.equal('hybrid');
      await later.cassette.close();
      expect(methodsIn(storage.read('chat.yaml'))).to.deep.equal(['Good']);
      expect(methodsIn(storage.read(REJECTED))).to.deep.equal(['Bad']);
      expect(later.warnings).to.deep.equal([
        `chat.yaml: set aside 1 recorded call that an interrupted recording had left in a journal, as ${REJECTED}.`,
      ]);
      expect(hidden()).to.deep.equal([]);
    });
  }

  it('is set aside by the same process, once, where it lives and can', async () => {
    storage.create(REJECTED, [Buffer.from('garbage')]);
    const { cassette, take } = takeOn(storage);
    take('Bad');
    for (const _ of [1, 2])
      expect((await rejectionOf(cassette.engine.reject())).code).to.equal('write_failed');
    storage.remove(REJECTED);
    await cassette.engine.reject();
    await cassette.engine.reject();
    expect(methodsIn(storage.read(REJECTED))).to.deep.equal(['Bad']);
    expect([...storage.files.keys()]).to.deep.equal([REJECTED]);
  });

  it('is left alone by none', async () => {
    await failToSetAside();
    const before = [...storage.files];
    const { cassette } = next('none');
    expect(cassette.plan).to.equal('missing');
    await cassette.close();
    expect([...storage.files]).to.deep.equal(before);
  });
});
