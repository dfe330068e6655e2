import { expect } from 'chai';
import { cassette } from '../support/cassettes.js';
import { once } from './beside/contest.js';
import { A, Adding, B, type Way, Writers, X } from './support/writers.js';

const WAYS: readonly Way[] = ['append', 'compose'];

/** How often each text stands in another. */
function counts(text: string | undefined, ...parts: readonly string[]): readonly number[] {
  return parts.map((part) => (text ?? '').split(part).length - 1);
}

type When = 'before' | 'after';

/** What a writer does with its storage for a change, in order; `after`: without the moment in which a file is replaced. */
function actionsOf(way: Way, when: When): readonly string[] {
  const writers = new Writers(cassette(X));
  const actions: string[] = [];
  writers.storage[when] = (action, path) => void actions.push(`${action} ${path}`);
  writers.writer('A').write(new Adding(way, A));
  return actions;
}

/** Lets something happen in one moment of a change: before an action, or after what it did. */
function meanwhile(writers: Writers, index: number, when: When, action: () => void): void {
  const happen = once(action);
  let actions = -1;
  writers.storage[when] = () => {
    actions += 1;
    if (actions === index) happen();
  };
}

describe('a writer of a cassette that is held up until another has taken over its lock', () => {
  for (const way of WAYS) {
    for (const other of WAYS) {
      for (const when of ['before', 'after'] as const) {
        it(`loses and doubles nothing: ${way}, overtaken by ${other} ${when} each action`, () => {
          for (const [index, name] of actionsOf(way, when).entries()) {
            const writers = new Writers(cassette(X));
            meanwhile(writers, index, when, () => writers.other('B').write(new Adding(other, B)));
            writers.writer('A').write(new Adding(way, A));
            expect(counts(writers.text, X, A, B), `${when} ${name}`).to.deep.equal([1, 1, 1]);
            expect(writers.text?.length).to.equal(cassette(X, A, B).length);
            expect(writers.beside).to.deep.equal([]);
          }
        });
      }
    }

    it(`loses and doubles nothing where the other dies holding it: ${way}`, () => {
      for (const [index, name] of actionsOf(way, 'before').entries()) {
        const writers = new Writers(cassette(X));
        meanwhile(writers, index, 'before', () => writers.other('B').hold((held) => keep(held)));
        writers.writer('A').write(new Adding(way, A));
        expect(writers.text, `before ${name}`).to.equal(cassette(X, A));
      }
    });

    it(`keeps what is added to the file without a lock: ${way}`, () => {
      for (const [index, name] of actionsOf(way, 'before').entries()) {
        // Nobody can look and replace in one.
        if (name.startsWith('place')) continue;
        const writers = new Writers(cassette(X));
        meanwhile(writers, index, 'before', () => writers.addTo(B));
        writers.writer('A').write(new Adding(way, A));
        expect(counts(writers.text, X, A, B), `before ${name}`).to.deep.equal([1, 1, 1]);
        expect(writers.beside).to.deep.equal([]);
      }
    });

    it(`keeps what takes the place of the file without a lock: ${way}`, () => {
      for (const [index, name] of actionsUntilDone(way).entries()) {
        const writers = new Writers(cassette(X));
        meanwhile(writers, index, 'before', () => writers.put(cassette(X, B)));
        writers.writer('A').write(new Adding(way, A));
        expect(writers.text, `before ${name}`).to.equal(cassette(X, B, A));
        expect(writers.beside).to.deep.equal([]);
      }
    });

    it(`makes a new file where somebody removes it without a lock: ${way}`, () => {
      for (const [index, name] of actionsUntilDone(way).entries()) {
        const writers = new Writers(cassette(X));
        meanwhile(writers, index, 'before', () => writers.memory.remove('chat.yaml'));
        writers.writer('A').write(new Adding(way, A));
        expect(writers.text, `before ${name}`).to.equal(cassette(A));
        expect(writers.beside).to.deep.equal([]);
      }
    });
  }

  it('begins anew also with what is no change of entries, such as their order', () => {
    const writers = new Writers(cassette(X));
    const writer = writers.writer('A');
    writers.storage.before = (action) => {
      if (action === 'replace') overtake();
    };
    const overtake = once(() => writers.other('B').write(new Adding('append', B)));
    const seen: (number | undefined)[] = [];
    writer.hold((held, facts) => {
      seen.push(facts?.size);
      writer.replace(held, [Buffer.from(cassette(A))], facts);
    });
    expect(seen).to.deep.equal([cassette(X).length, cassette(X, B).length]);
    expect([writers.text, writers.beside]).to.deep.equal([cassette(A), []]);
  });

  it('gives up where others never end to change the file, and says so', () => {
    const writers = new Writers(cassette(X));
    writers.storage.before = (action) => {
      if (action === 'replace') writers.addTo('# again\n');
    };
    const write = (): unknown => writers.writer('A').write(new Adding('compose', A));
    expect(write).to.throw('somebody else goes on changing the file');
    expect(writers.text).to.equal(cassette(X) + '# again\n'.repeat(100));
    expect(writers.beside).to.deep.equal([]);
  });
});

/** What it does until its change is there, for whoever looks then. */
function actionsUntilDone(way: Way): readonly string[] {
  const actions = actionsOf(way, 'before');
  return way === 'compose'
    ? actions.slice(0, actions.indexOf('place chat.yaml'))
    : actions.slice(0, actions.lastIndexOf('stat chat.yaml') + 1);
}

/** Makes a release do nothing, as that of a process that is dead. */
function keep(held: { release(): void }): void {
  held.release = () => undefined;
}
