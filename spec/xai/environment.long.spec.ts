import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { holdsSecret } from '../../examples/demo/holds-secret.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { runChild } from './support/run-child.js';
import type { Variables } from './support/variables.js';
import { useXaiServer } from './support/xai-server.js';

const KEY = 'xai-test-key-0123456789';

describe('the environment of an xAI session keeps the key to itself:', function () {
  this.timeout(60_000);
  const temporary = useTemporaryFolder();
  const server = useXaiServer();

  function withKey(variables: Variables = {}): Variables {
    return { XAI_API_KEY: KEY, XAI_BASE_URL: server().address, ...variables };
  }

  /** Every file of the test's folder, hidden ones too. */
  const filesText = (): string =>
    readdirSync(temporary(''))
      .map((name) => readFileSync(join(temporary(''), name), 'utf8'))
      .join('\n');

  it('it is in no file, output, error or miss of any mode', async () => {
    const path = temporary('a.yaml');
    const options = { includeDebugJson: true };
    const calls = ['sample', 'stream', 'upload'] as const;
    const outputs: string[] = [];
    for (const GRPC_CASSETTE_MODE of ['once', 'none', 'new_episodes', 'rewrite']) {
      const { output } = await runChild({ path, options, calls }, withKey({ GRPC_CASSETTE_MODE }));
      outputs.push(output, filesText());
    }
    const missing = { path, options, calls: ['upload', 'stream', 'sample', 'sample'] } as const;
    const { output, errors, misses } = await runChild(missing, withKey());
    expect([errors.length, misses.length]).to.deep.equal([2, 2]);
    server().stop();
    const down = await runChild(
      { path: temporary('b.yaml'), options, calls: ['sample'] },
      withKey({ GRPC_CASSETTE_MODE: 'once' }),
    );
    expect(down.errors).to.have.length(1);
    const all = [...outputs, output, down.output, filesText()].join('\n');
    expect(all).to.include('/xai_api.Files/UploadFile');
    expect(holdsSecret(all, KEY)).to.equal(false);
  });
});
