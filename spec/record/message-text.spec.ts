import { expect } from 'chai';
import { MessageText } from '../../lib/record/message-text.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { randomNumbers, SEED } from '../support/random.js';

const joined = (text: MessageText): string =>
  Array.from(text.pieces(), (piece) => Buffer.from(piece).toString()).join('');

describe('the text of the messages of a take', () => {
  it('is what was added, however much that is, and wherever it was moved to a file', () => {
    const random = randomNumbers(SEED);
    for (let tries = 0; tries < 60; tries += 1) {
      const storage = new MemoryStorage();
      const text = new MessageText();
      let expected = '';
      for (let count = Math.floor(random() * 60); count > 0; count -= 1) {
        const added = String.fromCharCode(97 + (count % 26)).repeat(Math.floor(random() ** 4 * 100_000));
        text.add(added);
        expected += added;
        if (random() < 0.1) text.spill(storage, 'spill', undefined);
        expect(text.length).to.equal(expected.length);
      }
      expect(joined(text) === expected, `${expected.length} characters`).to.equal(true);
      expect(joined(text) === expected, 'the second time').to.equal(true);
      expect([undefined, expected]).to.include(text.text);
      text.discard();
      expect([...storage.files.keys()]).to.deep.equal([]);
    }
  });

  it('is one string where it is short', () => {
    const text = new MessageText();
    text.add('one ');
    text.add('two');
    expect([text.text, text.length, text.lengthInMemory]).to.deep.equal(['one two', 7, 7]);
  });
});
