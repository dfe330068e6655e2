import type { ServerHttp2Stream } from 'node:http2';
import {
  type handleBidiStreamingCall,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
} from '@grpc/grpc-js';
import { Gate } from '../support/gate.js';
import { sleep } from '../support/time.js';
import { encodeResponse } from './codec.js';
import type { Hand } from './disorder/hand.js';
import { Scribe } from './disorder/scribe.js';
import { toMetadata } from './pairs.js';
import { type Codec, type Program, type ServerStep, startsInOwnTime } from './program.js';

/** Names the script that answers a call: the run, a hyphen, and the call's place in the program. */
export const CALL_HEADER = 'x-call';

/** Calls of a kind share a method, unless the order in which they start is not the program's to tell. */
export function methodPath(program: Program, index: number): string {
  const plan = program.calls[index];
  if (plan === undefined) throw new RangeError(`no call ${index}`);
  return `/differential.Talk/${plan.kind}${startsInOwnTime(program, plan) ? index : ''}`;
}

export interface ScriptServer {
  readonly address: string;
  stop(): void;
}

/**
 * A real server that plays the programs' server scripts. Every method is registered as bidirectional, whatever the
 * client takes it for, so that a script can also answer a unary call twice or not at all.
 */
export async function startServer(
  program: Program,
  scribe: Scribe = new Scribe(program),
): Promise<ScriptServer> {
  const hand = scribe.hand('server');
  const server = new Server({ 'grpc-node.max_session_memory': 100 });
  const seen = new Set<string>();
  const handle: handleBidiStreamingCall<Buffer, Buffer> = (call) => {
    const id = String(call.metadata.get(CALL_HEADER)[0] ?? '');
    const plan = program.calls[Number(id.split('-')[1])];
    if (plan === undefined) throw new Error(`no script for call ${id}`);
    const script = seen.has(id) && plan.serverAgain !== undefined ? plan.serverAgain : plan.server;
    seen.add(id);
    if (script[0]?.do === 'throw') throw new Error('the handler threw');
    innards(call).forgetDeadline();
    void play(script, call, plan.codec, hand);
  };
  for (const path of new Set(program.calls.map((_plan, index) => methodPath(program, index)))) {
    server.register(path, handle, identity, identity, 'bidi');
  }
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}

function identity(bytes: Buffer): Buffer {
  return bytes;
}

async function play(
  script: readonly ServerStep[],
  call: ServerDuplexStream<Buffer, Buffer>,
  codec: Codec,
  hand: Hand,
): Promise<void> {
  const gate = new Gate();
  let requests = 0;
  let halfClosed = false;
  let gone = false;
  call.on('data', () => {
    requests++;
    gate.changed();
  });
  call.on('end', () => {
    halfClosed = true;
    gate.changed();
  });
  call.on('cancelled', () => {
    gone = true;
    gate.changed();
  });
  for (const step of script) {
    if (gone) return;
    switch (step.do) {
      case 'headers':
        call.sendMetadata(toMetadata(step.metadata));
        break;
      case 'send':
        call.write(encodeResponse(codec, step.message, hand));
        break;
      case 'await':
        await gate.when(() => gone || halfClosed || requests >= step.requests);
        break;
      case 'awaitHalfClose':
        await gate.when(() => gone || halfClosed);
        break;
      case 'wait':
        await sleep(step.ms);
        break;
      case 'end':
        end(call, step);
        return;
      case 'abort':
        innards(call).stream.close(step.rst);
        return;
      case 'disconnect':
        innards(call).stream.session?.destroy();
        return;
      case 'throw':
        return;
    }
  }
}

function end(call: ServerDuplexStream<Buffer, Buffer>, step: ServerStep & { do: 'end' }): void {
  const metadata = toMetadata(step.trailers);
  if (step.code === 0 && step.details === 'OK') call.end(metadata);
  else call.emit('error', { code: step.code, details: step.details, metadata });
}

/** What grpc-js has no public way to: reset a stream, and leave the deadline to the client alone. */
function innards(call: ServerDuplexStream<Buffer, Buffer>): {
  readonly stream: ServerHttp2Stream;
  forgetDeadline(): void;
} {
  const { stream, deadlineTimer } = (call as unknown as { call: Innards }).call;
  // The server's own timer would race the client's, with another status at the same moment.
  return { stream, forgetDeadline: () => clearTimeout(deadlineTimer) };
}

/** Private fields of the server's call. */
interface Innards {
  readonly stream: ServerHttp2Stream;
  readonly deadlineTimer: NodeJS.Timeout | undefined;
}
