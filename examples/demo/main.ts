// npm run demo [-- cassette.yaml]
//
// Records a chat and a streamed chat, shuts the server down, and plays both again to the same client code. With
// XAI_API_KEY set they are recorded from api.x.ai (or XAI_BASE_URL), with the model that XAI_MODEL names.
import { subscribe } from 'node:diagnostics_channel';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { credentials, type ServiceError, status } from '@grpc/grpc-js';
import { cassetteInterceptor } from '../../lib/index.js';
import { ChatClient } from '../../proto-gen/xai/api/v1/chat.js';
import { ask, complete, stream } from './chat.js';
import { holdsSecret } from './holds-secret.js';
import { type Outcome, Performance } from './performance.js';
import { clip, Screen } from './screen.js';
import { type EmbeddedServer, refuses, startServer } from './start-server.js';
import { liveTarget, type Target } from './target.js';

const key = process.env['XAI_API_KEY'] || undefined;
const model = (key && process.env['XAI_MODEL']) || 'grok-4-fast-non-reasoning';
if (process.argv[2]?.startsWith('-')) {
  process.stdout.write('npm run demo [-- cassette.yaml]\n');
  process.exit();
}
const path = process.argv[2] ?? join(mkdtempSync(join(tmpdir(), 'grpc-cassette-')), 'chat.yaml');
const found = existsSync(path);
// Only for people: with it, the cassette shows its messages as JSON beside their bytes.
const schema = fileURLToPath(new URL('../../../proto-gen/xai.binpb', import.meta.url));
const screen = new Screen(key);

// The shell's mode is obeyed for a cassette that was kept, so that it can be recorded anew. A new one is for `once` to
// record, and the second run is always its replay.
const mode = found ? process.env['GRPC_CASSETTE_MODE'] : undefined;
if (!mode) delete process.env['GRPC_CASSETTE_MODE'];

// Counted by Node itself: every connection that this process opens.
let connections = 0;
subscribe('net.client.socket', () => connections++);

/** The program under test: an ordinary generated client, with one thing added. */
async function run(target: Target): Promise<Outcome[]> {
  const interceptor = cassetteInterceptor(path, { mode: 'once', schema });
  const client = new ChatClient(target.address, target.channel, { interceptors: [interceptor] });
  try {
    const sample = new Performance(screen, 'GetCompletion');
    const response = await complete(client, ask(model, 'In one sentence: what is a cassette?'), target.call);
    sample.hear(response, response.outputs[0]?.message?.content);
    sample.end();

    const story = new Performance(screen, 'GetCompletionChunk');
    const question = 'Tell me a very short story about a tape recorder.';
    for await (const chunk of stream(client, ask(model, question), target.call)) {
      story.hear(chunk, chunk.outputs[0]?.delta?.content);
    }
    story.end();

    return [sample, story];
  } finally {
    client.close();
    await interceptor.cassette?.close();
  }
}

/** Records, takes the server away, replays. Whether the second run heard what the first did, and from the cassette. */
async function demo(server: EmbeddedServer | undefined): Promise<boolean> {
  const target = server
    ? { address: server.address, channel: credentials.createInsecure(), call: {} }
    : liveTarget(key ?? '', process.env['XAI_BASE_URL']);
  screen.line(screen.bold('grpc-cassette: record a chat, take the server away, play the chat again'));
  screen.line();
  screen.line(`  server    ${target.address}${server ? `, process ${server.pid}` : ''}`);
  screen.line(`  model     ${model}`);
  screen.line(`  cassette  ${path}`);

  const known = mode ? `GRPC_CASSETTE_MODE is ${mode}` : 'the cassette is there, and is played';
  screen.heading(`1  First run: ${found ? known : 'it is recorded'}`);
  const first = { outcomes: await run(target), connections };
  delete process.env['GRPC_CASSETTE_MODE'];

  if (server) {
    screen.heading('2  The server is shut down');
    await server.stop();
    if (!(await refuses(server.address))) throw new Error(`${server.address} still accepts connections.`);
    screen.line(`  Process ${server.pid} has ended. ${server.address} refuses connections.`);
  } else {
    screen.heading('2  The client is closed');
    screen.line('  To reach the API again, a new connection would have to be opened.');
  }
  const callsBefore = server?.calls.length ?? 0;
  const connectionsBefore = connections;

  screen.heading('3  Second run: same code, same address');
  const second = { outcomes: await run(target), connections: connections - connectionsBefore };

  screen.heading('Result');
  screen.row('', found ? 'first run' : 'recorded', found ? 'second run' : 'played again');
  for (const [index, outcome] of first.outcomes.entries()) {
    screen.row(outcome.method, `${outcome.ms} ms`, `${second.outcomes[index]?.ms} ms`);
  }
  if (server) screen.row('calls counted by the server', callsBefore, server.calls.length - callsBefore);
  screen.row('connections opened', first.connections, second.connections);
  screen.line();
  const cassette = readFileSync(path, 'utf8');
  const passed = check(first.outcomes, second.outcomes, second.connections, cassette);
  introduce(cassette);
  return passed;
}

/** Says what holds and what does not, and whether all of it holds. */
function check(first: Outcome[], second: Outcome[], secondConnections: number, cassette: string): boolean {
  const heard = first.flatMap((outcome) => outcome.messages);
  const same = isDeepStrictEqual(
    heard,
    second.flatMap((outcome) => outcome.messages),
  );
  const offline = secondConnections === 0;
  const clean = key === undefined || !holdsSecret(cassette, key);
  screen.check(
    same,
    `all ${heard.length} messages are the same, byte for byte`,
    'the second run heard something else',
  );
  screen.check(offline, 'the second run opened no connection', 'the second run opened a connection');
  if (key) screen.check(clean, 'the API key is not in the cassette', 'THE API KEY IS IN THE CASSETTE');
  return same && offline && clean;
}

/** Shows the cassette, and what to try with it. */
function introduce(cassette: string): void {
  const lines = cassette.split('\n');
  screen.heading('The cassette');
  screen.line(`  ${path}`);
  screen.line(
    `  ${(Buffer.byteLength(cassette) / 1024).toFixed(1)} KiB, ${lines.length} lines, beginning with`,
  );
  screen.line();
  for (const line of lines.slice(0, 10)) screen.line(`    ${screen.dim(clip(line, 4))}`);

  screen.heading('Next');
  screen.line('  npm run demo -- chat.yaml         keep the cassette; run it again, edit it');
  if (!key) screen.line('  XAI_API_KEY=... npm run demo      record from the real API');
  screen.line('  examples/demo/main.ts, run()      all that a cassette adds to a program');
}

/** An error in words: the status and details of a failed call, or the message. */
function explain(error: unknown): string {
  const { code, details } = error as Partial<ServiceError>;
  if (typeof code === 'number') return `${status[code]}: ${details}`;
  return error instanceof Error ? error.message : String(error);
}

const server = key ? undefined : await startServer();
try {
  process.exitCode = (await demo(server)) ? 0 : 1;
} catch (error) {
  screen.line();
  screen.line(screen.bad(explain(error)));
  process.exitCode = 1;
} finally {
  await server?.stop();
}
