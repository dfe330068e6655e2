import { expect } from 'chai';
import {
  HiddenNames,
  isJournal,
  isLease,
  isRejectedJournal,
  isSign,
  temporaryName,
} from '../../../lib/record/beside/hidden-names.js';

describe('the names of what lies beside a cassette', () => {
  const tag = '4321-01234567-89abcdef-01234567';
  const names = namesOf('chat.yaml');

  function namesOf(name: string, folder = ''): HiddenNames {
    return new HiddenNames({ file: `${folder}${name}`, name });
  }

  it('are hidden, and tell the cassette and the process', () => {
    expect(names.journal(tag)).to.equal(`.chat.yaml.${tag}.journal`);
    expect(names.sign(tag)).to.equal(`.chat.yaml.${tag}.recording`);
    expect(names.rejectedJournal(tag)).to.equal(`.chat.yaml.${tag}.rejected.journal`);
    expect(names.lease(tag)).to.equal(`.chat.yaml.${tag}.lease`);
    expect([names.lock, names.previous]).to.deep.equal(['.chat.yaml.lock', '.chat.yaml.previous']);
    expect(names.temporary(tag)).to.equal(temporaryName('chat.yaml', tag));
    expect(temporaryName('chat.yaml', tag)).to.equal(`.chat.yaml.${tag}.tmp`);
    expect(namesOf('chat.yaml', 'fixtures/').lock).to.equal('fixtures/.chat.yaml.lock');
    expect(namesOf('chat', '/').journal(tag)).to.equal(`/.chat.${tag}.journal`);
  });

  it('are told from each other', () => {
    const kinds = [isJournal, isRejectedJournal, isSign, isLease];
    const paths = [names.journal(tag), names.rejectedJournal(tag), names.sign(tag), names.lease(tag)];
    for (const [index, path] of paths.entries()) {
      expect(names.findTag(path), path).to.equal(tag);
      expect(kinds.map((isKind) => isKind(path))).to.deep.equal(kinds.map((_, kind) => kind === index));
    }
    for (const part of [
      `${names.journal(tag)}.12.requests`,
      `${names.journal(tag)}.12.responses`,
      names.temporary(tag),
    ]) {
      expect(names.findTag(part), part).to.equal(tag);
      expect(isJournal(part), part).to.equal(false);
    }
  });

  it('belong to one cassette, and to none when this library did not make them', () => {
    const name = names.journal(tag);
    for (const other of ['chat.yml', 'other-chat.yaml', 'chat.yaml.bak', 'chat']) {
      expect(namesOf(other).findTag(name), other).to.equal(undefined);
    }
    for (const alike of [
      name.slice(1),
      `${name}.bak`,
      `${name}.12.trailers`,
      `${name}.requests`,
      names.lock,
      names.previous,
      '.chat.yaml.journal',
      '.chat.yaml.tmp',
      '.chat.yaml.swp',
    ]) {
      expect(names.findTag(alike), alike).to.equal(undefined);
    }
  });

  it('fit into what a file system takes, of a cassette with the longest name there is, and differ as those do', () => {
    for (const letter of ['a', '\u00e9', '\u4e2d', '\u{1f600}']) {
      const long = `${letter.repeat(Math.floor(250 / Buffer.byteLength(letter)))}.yaml`;
      const other = `${long.slice(0, -6)}.yaml`;
      const [one, two] = [namesOf(long), namesOf(other)];
      for (const path of [one.rejectedJournal(tag), `${one.journal(tag)}.1000000.responses`])
        expect(Buffer.byteLength(path), path).to.be.at.most(255);
      expect(one.prefix).not.to.equal(two.prefix);
      expect(one.prefix.startsWith(`.${letter}`)).to.equal(true);
      expect(one.findTag(one.journal(tag))).to.equal(tag);
      expect(one.temporary(tag)).to.equal(temporaryName(long, tag));
    }
  });
});
