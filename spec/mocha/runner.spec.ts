import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { commandForSuite, commandForTest } from '../../lib/mocha/runner.js';

describe('the command that records a test again', () => {
  /** What a shell and mocha make of it: the pattern that titles are held against. */
  function patternOf(command: string): RegExp {
    const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' }).replace(
      /\n$/,
      '',
    );
    const [npx, mocha, option, ...pattern] = words.split('\n');
    expect([npx, mocha, option]).to.deep.equal(['npx', 'mocha', '-g']);
    return new RegExp(pattern.join('\n'));
  }

  it('picks the test, and none whose title has it in it', () => {
    const pattern = patternOf(commandForTest(['the shop', 'has a book']));
    expect(pattern.test('the shop has a book')).to.equal(true);
    for (const other of [
      'the shop has a book twice',
      'again the shop has a book',
      'the shop has a bookcase',
    ]) {
      expect(pattern.test(other), other).to.equal(false);
    }
  });

  it('holds for a title that means something to a shell or to a pattern', () => {
    const title = 'it\'s (1 + 1) * $HOME? [a|b] {2} ^.\\d `x` "y"';
    const pattern = patternOf(commandForTest([title]));
    expect(pattern.test(title)).to.equal(true);
    expect(pattern.test(title.replace('1 + 1', '11'))).to.equal(false);
  });

  it('picks the tests of a suite, for its hooks', () => {
    const pattern = patternOf(commandForSuite(['the shop']));
    expect(pattern.test('the shop has a book')).to.equal(true);
    expect(pattern.test('the shopping list is empty')).to.equal(false);
  });

  it('is that of all tests where nothing has a title', () => {
    expect([commandForTest([]), commandForSuite([''])]).to.deep.equal(['npx mocha', 'npx mocha']);
  });
});
