import { expect } from 'chai';
import { CassetteError, useCassette } from '../../lib/index.js';
import { createFinder } from '../../lib/register/create-finder.js';
import { useWarnings, withoutModeVariable } from '../support/environment.js';
import { thrownBy } from '../support/errors.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

describe('which cassette a program that knows of none is given', () => {
  const temporary = useTemporaryFolder();
  const warnings = useWarnings();
  withoutModeVariable();

  it('is the one at GRPC_CASSETTE_PATH, where none is in charge', async () => {
    const path = temporary('named.yaml');
    const finder = createFinder({ GRPC_CASSETTE_PATH: ` ${path} ` });
    const named = finder.find()?.cassette;
    expect([named?.path, finder.peek()]).to.deep.equal([path, named]);
    await useCassette(temporary('used.yaml'), (used) => {
      expect([finder.find()?.cassette, finder.peek()]).to.deep.equal([used, used]);
    });
    await named?.close();
  });

  it('is none without a path, and a mode that then says nothing is told once', async () => {
    const finder = createFinder({ GRPC_CASSETTE_MODE: 'once', GRPC_CASSETTE_PATH: ' ' });
    expect([finder.find(), finder.peek()]).to.deep.equal([undefined, undefined]);
    finder.leaveOutside('/a.A/One');
    finder.leaveOutside('/a.A/Other');
    expect(await warnings()).to.deep.equal([
      'GRPC_CASSETTE_MODE=once says how cassettes are used, and none is in charge of the call /a.A/One, which reached the network and is not recorded. Name one with GRPC_CASSETTE_PATH.',
    ]);
  });

  it('is none without a word, where the environment says nothing', async () => {
    createFinder({ GRPC_CASSETTE_MODE: ' ' }).leaveOutside('/a.A/One');
    expect(await warnings()).to.deep.equal([]);
  });

  it('is missed, where the environment lets no call pass', () => {
    const finder = createFinder({ GRPC_CASSETTE_OUTSIDE: 'error' });
    const error = thrownBy(() => finder.leaveOutside('/a.A/One'));
    expect(CassetteError.is(error) && [error.code, error.method]).to.deep.equal(['no_cassette', '/a.A/One']);
  });
});
