import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { cassette, unary } from '../support/cassettes.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

const library = new URL('../../lib/index.js', import.meta.url).href;
const echo = new URL('../support/echo-server.js', import.meta.url).href;

describe('a process that ends before its useCassette does', () => {
  const temporary = useTemporaryFolder();

  /** Runs a program whose call misses and that waits for what never comes; resolves to its exit code and its warnings. */
  async function run(options: string): Promise<{ readonly code: unknown; readonly stderr: string }> {
    writeFileSync(temporary('chat.yaml'), cassette(unary('A', 'a')));
    const program = `
      import { cassetteInterceptor, useCassette } from '${library}';
      import { callUnary, echoClient } from '${echo}';
      const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor()] });
      useCassette('chat.yaml', ${options}, async () => {
        await callUnary(client, 'B');
        await new Promise(() => undefined);
      });`;
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        ['--input-type=module', '-e', program],
        { cwd: temporary('.') },
        (error, _, stderr) => resolve({ code: error?.code ?? 0, stderr }),
      );
    });
  }

  it('ends badly where calls have missed, and says which', async () => {
    const { code, stderr } = await run('{}');
    expect(code).to.equal(1);
    expect(stderr).to.include(
      'chat.yaml: the process ends, and the function of useCassette has not ended. No recording of this method has this request.\n  call:      /echo.Echo/Unary (unary)\n  asked:     "B"',
    );
  });

  it('ends as it does where misses are its own business', async () => {
    expect(await run("{ onMiss: 'ignore' }")).to.deep.equal({ code: 0, stderr: '' });
  });
});
