import { appendFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { requestsIn, unary } from '../../support/cassettes.js';
import { callUnary } from '../../support/echo-server.js';
import { FailingStorage, unownedOn } from '../../support/failing-storage.js';
import { assertLeft, endWatch, openWatch, quietRound, useUnowned } from './suite.js';

/** Just after an append somebody else has the lock, adds an entry of their own, and gives it back: the holder was held up. */
class OvertakenStorage extends FailingStorage {
  overtake: (() => void) | undefined;

  override touch(path: string): void {
    if (this.overtake !== undefined && path.includes('.lock/')) {
      const { overtake } = this;
      this.overtake = undefined;
      rmSync(dirname(path), { recursive: true });
      overtake();
    }
    super.touch(path);
  }
}

describe('a cassette that nobody owns, whose writer was held up after an append', () => {
  const { clientOf, path } = useUnowned();

  it('has each entry once, and all of them whole, also when they are put in order', async () => {
    const storage = new OvertakenStorage();
    const cassette = unownedOn(storage, path(), 'once');
    const client = clientOf(cassette);
    const first = await openWatch(client, 'first');
    await callUnary(client, 'second');
    await quietRound();
    storage.overtake = () => appendFileSync(path(), unary("another's", 'x'));
    await callUnary(client, 'third');
    await quietRound();
    expect(storage.overtake).to.equal(undefined);
    expect(requestsIn(path())).to.deep.equal(['second', 'third', "another's"]);
    await endWatch(first);
    await cassette.close();
    assertLeft(path(), ['first', 'second', "another's", 'third']);
  });
});
