import { expect } from 'chai';
import {
  findTag,
  hiddenPrefix,
  isJournal,
  journalName,
  temporaryName,
} from '../../lib/record/journal-name.js';

describe("a journal's name", () => {
  const tag = '4321-0123456789abcdef01234567';

  /** The tag of a file of this name, as far as it belongs to the cassette. */
  function tagOf(cassette: string, name: string): string | undefined {
    const prefix = hiddenPrefix(cassette);
    return name.startsWith(prefix) ? findTag(name.slice(prefix.length)) : undefined;
  }

  it('is hidden, and tells the cassette and the process', () => {
    expect(journalName('chat.yaml', tag)).to.equal('.chat.yaml.4321-0123456789abcdef01234567.journal');
    expect(temporaryName('chat.yaml', tag)).to.equal('.chat.yaml.4321-0123456789abcdef01234567.tmp');
    expect(tagOf('chat.yaml', journalName('chat.yaml', tag))).to.equal(tag);
  });

  it('is found again in what is named after it', () => {
    const name = journalName('chat.yaml', tag);
    const parts = [`${name}.12.requests`, `${name}.12.responses`, temporaryName('chat.yaml', tag)];
    for (const part of parts) {
      expect(tagOf('chat.yaml', part), part).to.equal(tag);
      expect(isJournal(part), part).to.equal(false);
    }
    expect(isJournal(name)).to.equal(true);
  });

  it('belongs to one cassette, and to none when it was not made by this library', () => {
    const name = journalName('chat.yaml', tag);
    for (const other of ['chat.yml', 'other-chat.yaml', 'chat.yaml.bak', 'chat']) {
      expect(tagOf(other, name), other).to.equal(undefined);
    }
    for (const alike of [
      name.slice(1),
      `${name}.bak`,
      `${name}.12.trailers`,
      `${name}.requests`,
      '.chat.yaml.journal',
      '.chat.yaml.tmp',
      '.chat.yaml.swp',
    ]) {
      expect(tagOf('chat.yaml', alike), alike).to.equal(undefined);
    }
  });
});
