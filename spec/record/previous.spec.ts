import { expect } from 'chai';
import { parseCassetteFile } from '../../lib/format/cassette-file.js';
import { Previous } from '../../lib/record/previous.js';
import { cassette } from '../support/cassettes.js';
import { failure } from '../support/watched-storage.js';
import { A, B, Writers, X } from './support/writers.js';

describe('what a cassette was before it was recorded anew', () => {
  let writers: Writers;
  let previous: Previous;
  beforeEach(() => {
    writers = new Writers(cassette(X));
    previous = new Previous(writers.storage, writers.names);
  });

  const keep = (kept: Previous): void => kept.keep(writers.memory.read('chat.yaml'), 0o600);

  function bringBack(kept: Previous): void {
    writers.leaseOf('A').hold((held) => kept.bringBack('chat.yaml', held));
  }

  it('is brought back, and nothing is left beside the cassette', () => {
    keep(previous);
    expect(writers.beside).to.deep.equal(['.chat.yaml.previous']);
    writers.put(cassette(A));
    bringBack(previous);
    expect([writers.text, writers.beside, previous.isKept]).to.deep.equal([cassette(X), [], false]);
  });

  it('is no file where there was none: what was made since is removed', () => {
    writers.memory.remove('chat.yaml');
    keep(previous);
    writers.put(cassette(A));
    bringBack(previous);
    expect([writers.text, writers.beside]).to.deep.equal([undefined, []]);
  });

  it('is not kept where that fails: the cassette is never taken for one that was not there', () => {
    writers.storage.before = (action) => {
      if (action === 'create') throw failure('ENOSPC', 'no room');
    };
    expect(() => keep(previous)).to.throw('ENOSPC');
    expect(previous.isKept).to.equal(false);
  });

  it('is what it was before the first of a run that records it anew', () => {
    const second = new Previous(writers.storage, writers.names);
    keep(previous);
    writers.put(cassette(A));
    keep(second);
    bringBack(second);
    expect(writers.text).to.equal(cassette(X));
  });

  it('leaves the cassette alone where another of the run has dropped it, for all went well', () => {
    const second = new Previous(writers.storage, writers.names);
    keep(previous);
    keep(second);
    writers.put(cassette(A, B));
    previous.drop();
    expect(second.addedTo(parseCassetteFile(Buffer.from(writers.text ?? ''), 'chat.yaml'))).to.deep.equal([]);
    bringBack(second);
    expect([writers.text, writers.beside, second.isKept]).to.deep.equal([cassette(A, B), [], false]);
  });

  it('is still to be dropped where that failed', () => {
    keep(previous);
    writers.storage.before = (action) => {
      if (action === 'remove') throw failure('EIO', 'no');
    };
    expect(() => previous.drop()).to.throw('EIO');
    expect(previous.isKept).to.equal(true);
    writers.storage.before = () => undefined;
    previous.drop();
    expect([previous.isKept, writers.beside]).to.deep.equal([false, []]);
  });

  it('tells what was added since', () => {
    keep(previous);
    const now = parseCassetteFile(Buffer.from(cassette(X, A, B)), 'chat.yaml');
    expect(Buffer.concat([...previous.addedTo(now)]).toString()).to.equal(A + B);
  });
});
