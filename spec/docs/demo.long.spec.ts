import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import { expect } from 'chai';
import { binaryTag, CORE_SCHEMA, load } from 'js-yaml';
import {
  GetChatCompletionChunk,
  GetChatCompletionResponse,
  type GetCompletionsRequest,
  UnimplementedChatService,
} from '../../proto-gen/xai/api/v1/chat.js';

const main = fileURLToPath(new URL('../../examples/demo/main.js', import.meta.url));
const key = 'xai-0123456789abcdefghijklmnopqrstuvwxyz';

describe('npm run demo', function () {
  this.timeout(30_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'demo-spec-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('records two calls, ends the server, and hears the same again from the cassette', async () => {
    const path = join(folder, 'chat.yaml');
    const { code, output } = await run([path]);

    expect(
      masked(output, path),
    ).to.equal(`grpc-cassette: record a chat, take the server away, play the chat again

  server    ADDRESS, process PID
  model     grok-4-fast-non-reasoning
  cassette  CASSETTE

1  First run: it is recorded

  GetCompletion
${answer}
  └ 1 message, TIME

  GetCompletionChunk
${story}
  └ 47 messages, TIME

2  The server is shut down
  Process PID has ended. ADDRESS refuses connections.

3  Second run: same code, same address

  GetCompletion
${answer}
  └ 1 message, TIME

  GetCompletionChunk
${story}
  └ 47 messages, TIME

Result
                                    recorded    played again
  GetCompletion TIME TIME
  GetCompletionChunk TIME TIME
  calls counted by the server              2               0
  connections opened                       1               0

  ✓ all 48 messages are the same, byte for byte
  ✓ the second run opened no connection

The cassette
  CASSETTE
  SIZE, beginning with

    version: 1
    interactions:
    - call:
        method: /xai_api.Chat/GetCompletion
LINES
Next
  npm run demo -- chat.yaml         keep the cassette; run it again, edit it
  XAI_API_KEY=... npm run demo      record from the real API
  examples/demo/main.ts, run()      all that a cassette adds to a program
`);
    expect(code).to.equal(0);
    expect(methodsIn(path)).to.deep.equal([
      '/xai_api.Chat/GetCompletion',
      '/xai_api.Chat/GetCompletionChunk',
    ]);
  });

  it('fits 80 columns and has no colours where there is no terminal', async () => {
    const { output } = await run([]);
    expect(output).not.to.include('\u001b');
    const tooWide = output.split('\n').filter((line) => line.length > 80 && !line.includes(folder));
    expect(tooWide).to.deep.equal([]);
  });

  it('leaves the server alone when the cassette is there already', async () => {
    const path = join(folder, 'chat.yaml');
    await run([path]);
    const recorded = readFileSync(path, 'utf8');

    const { code, output } = await run([path]);

    expect(output).to.match(/calls counted by the server +0 +0\n {2}connections opened +0 +0\n/);
    expect(readFileSync(path, 'utf8')).to.equal(recorded);
    expect(code).to.equal(0);
  });

  it('records a kept cassette anew when GRPC_CASSETTE_MODE says so, and then replays it', async () => {
    const path = join(folder, 'chat.yaml');
    await run([path]);

    const { code, output } = await run([path], { GRPC_CASSETTE_MODE: 'rewrite' });

    expect(output).to.match(/calls counted by the server +2 +0\n {2}connections opened +1 +0\n/);
    expect(methodsIn(path)).to.have.length(2);
    expect(code).to.equal(0);
  });

  it('records a new cassette whatever record mode the shell asks for', async () => {
    const { code } = await run([], { GRPC_CASSETTE_MODE: 'none' });
    expect(code).to.equal(0);
  });

  it('stops the server when a cassette cannot be read, and says why', async () => {
    const { code, output } = await run([folder]);
    expect(code).to.equal(1);
    expect(output).to.include('1  First run').and.not.include('2  The server is shut down');
    expect(isRunning(Number(/process (\d+)/.exec(output)?.[1]))).to.equal(false);
  });

  describe('with an API key', () => {
    let server: Server;
    let env: Record<string, string>;
    let authorizations: unknown[];
    let refusal: string | undefined;

    beforeEach(async () => {
      authorizations = [];
      refusal = undefined;
      server = new Server();
      server.addService(UnimplementedChatService.definition, {
        GetCompletion(
          call: ServerUnaryCall<GetCompletionsRequest, GetChatCompletionResponse>,
          callback: sendUnaryData<GetChatCompletionResponse>,
        ) {
          authorizations.push(call.metadata.get('authorization'));
          if (refusal) callback({ code: status.UNAUTHENTICATED, details: refusal });
          else callback(null, new GetChatCompletionResponse({ id: 'live', model: call.request.model }));
        },
        GetCompletionChunk(call: ServerWritableStream<GetCompletionsRequest, GetChatCompletionChunk>) {
          authorizations.push(call.metadata.get('authorization'));
          call.write(new GetChatCompletionChunk({ id: 'live', model: call.request.model }));
          call.end();
        },
      });
      const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
          error ? reject(error) : resolve(bound),
        );
      });
      env = { XAI_API_KEY: key, XAI_BASE_URL: `http://127.0.0.1:${port}`, XAI_MODEL: 'grok-of-the-day' };
    });

    afterEach(() => {
      server.forceShutdown();
    });

    it('sends it with each call, and stores and prints it nowhere', async () => {
      const path = join(folder, 'chat.yaml');
      const { code, output } = await run([path], env);

      expect(code, output).to.equal(0);
      expect(authorizations).to.deep.equal([[`Bearer ${key}`], [`Bearer ${key}`]]);
      expect(output).to.include('grok-of-the-day');
      expect(output).to.include('✓ the API key is not in the cassette');
      expect(output).to.match(/connections opened +1 +0\n/);
      expect(output).not.to.include(key);
      for (const name of readdirSync(folder)) {
        expect(textsIn(join(folder, name)).filter((text) => text.includes(key))).to.deep.equal([]);
      }
      expect(methodsIn(path)).to.have.length(2);
    });

    it('does not print it when the server repeats it', async () => {
      refusal = `Incorrect API key provided: ${key}.`;
      const { code, output } = await run([], env);
      expect(code).to.equal(1);
      expect(output).to.include('UNAUTHENTICATED: Incorrect API key provided: ');
      expect(output).not.to.include(key);
    });

    it('does not send it in the clear to another machine', async () => {
      const { code, output } = await run([], { ...env, XAI_BASE_URL: 'http://api.example' });
      expect(code).to.equal(1);
      expect(output).to.include('without TLS to this machine only');
    });
  });

  /** Runs the demo to its end. What it writes to either stream is output. */
  function run(
    args: string[],
    extra: Record<string, string> = {},
  ): Promise<{ code: number | null; output: string }> {
    const env: NodeJS.ProcessEnv = { ...process.env, TMPDIR: folder };
    for (const name of ['XAI_API_KEY', 'XAI_BASE_URL', 'XAI_MODEL', 'GRPC_CASSETTE_MODE', 'FORCE_COLOR'])
      delete env[name];
    const child = spawn(process.execPath, [main, ...args], { env: { ...env, ...extra } });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, output }));
    });
  }
});

const answer = `\
  │ A cassette is a file that remembers what a client and a server said to
  │ each other, so that a test can hear it again.`;

const story = `\
  │ The tape recorder had listened to the server all day. At night the server
  │ went dark, and someone pressed play. Word for word, in the same order, the
  │ old conversation filled the room again. Nobody in it noticed the silence
  │ at the other end of the line.`;

/** The output with all that differs from run to run replaced by a word. */
function masked(output: string, path: string): string {
  return output
    .replaceAll(path, 'CASSETTE')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'ADDRESS')
    .replaceAll(/([Pp]rocess) \d+/g, '$1 PID')
    .replaceAll(/ +\d+ ms/g, ' TIME')
    .replace(/\d+\.\d KiB, \d+ lines/, 'SIZE')
    .replace(/(GetCompletion\n)(?: {4}.*\n)+\nNext/, '$1LINES\nNext');
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function cassetteIn(path: string): { interactions: { call: { method: string } }[] } {
  return load(readFileSync(path, 'utf8'), { schema: CORE_SCHEMA.withTags(binaryTag) }) as never;
}

function methodsIn(path: string): string[] {
  return cassetteIn(path).interactions.map((interaction) => interaction.call.method);
}

/** The file itself, and every text and all bytes that it holds, decoded. */
function textsIn(path: string): string[] {
  const texts = [readFileSync(path, 'utf8')];
  const visit = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (value instanceof Uint8Array) texts.push(Buffer.from(value).toString('latin1'));
    else if (typeof value === 'object' && value !== null)
      Object.entries(value).forEach(([name, each]) => {
        texts.push(name);
        visit(each);
      });
  };
  visit(cassetteIn(path));
  return texts;
}
