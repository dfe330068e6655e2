import { Client, type ClientOptions, credentials, type Interceptor } from '@grpc/grpc-js';
import { runCall } from './client-script.js';
import { createCodec } from './codec.js';
import { Scribe } from './disorder/scribe.js';
import type { Writing } from './disorder/sheet-codec.js';
import { createInterceptor } from './interceptors.js';
import { type CallLog, createCallLog, type ProgramLog } from './log.js';
import { toMetadata } from './pairs.js';
import type { CallPlan, Program } from './program.js';
import { CALL_HEADER, methodPath } from './server-script.js';
import type { Stage } from './stage.js';

/** How the cassette gets between a client and the network. */
export type Door =
  | { readonly interceptor: Interceptor; readonly channel?: never }
  | { readonly channel: NonNullable<ClientOptions['channelFactoryOverride']>; readonly interceptor?: never };

export interface Setting {
  readonly address: string;
  readonly stage: Stage;
  /** A name for this run, by which the server tells first calls from repeated ones. */
  readonly name: string;
  /** The cassette's interceptor, or its channel; neither in a plain run. */
  readonly interceptor?: Door['interceptor'];
  readonly channel?: Door['channel'];
  /** What the program's runs and its server write with. */
  readonly scribe?: Scribe;
}

export interface Run {
  readonly log: ProgramLog;
  /**
   * Whether the client's channel ever left its idle state, as it does to resolve a name or to connect. Never of a
   * cassette's channel: one that makes a real channel in a replay makes the program fail.
   */
  readonly touchedNetwork: boolean;
}

/** Runs a program of calls with one real client and returns what its calls told. */
export async function runProgram(program: Program, setting: Setting): Promise<Run> {
  const client = new Client(setting.address, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    ...(setting.interceptor === undefined ? {} : { interceptors: [setting.interceptor] }),
    ...(setting.channel === undefined ? {} : { channelFactoryOverride: setting.channel }),
  });
  const scribe = setting.scribe ?? new Scribe(program);
  const writing = { run: setting.name, scribe, hand: scribe.hand(setting.name) };
  const startedAt = performance.now();
  const logs = program.calls.map(createCallLog);
  let ends = 0;
  const ended = program.calls.map(() => withResolvers());

  async function start(plan: CallPlan, index: number): Promise<void> {
    const log = logs[index] as CallLog;
    const onEnd = (): void => {
      log.endedMs = performance.now() - startedAt;
      log.endedAs = ends++;
    };
    if (plan.after !== undefined) await ended[plan.after]?.promise;
    try {
      await startCall(client, plan, methodPath(program, index), index, log, setting, writing, onEnd, () =>
        ended[index]?.resolve(),
      );
    } finally {
      ended[index]?.resolve();
    }
  }

  await Promise.all(program.calls.map(start));
  const touchedNetwork =
    setting.channel === undefined && client.getChannel().getConnectivityState(false) !== 0;
  // A copy: closing the client ends the calls that were abandoned.
  const log = structuredClone(logs);
  client.close();
  return { log, touchedNetwork };
}

async function startCall(
  client: Client,
  plan: CallPlan,
  path: string,
  index: number,
  log: CallLog,
  setting: Setting,
  writing: Writing,
  onEnd: () => void,
  release: () => void,
): Promise<void> {
  const codec = createCodec(plan, writing);
  const metadata = toMetadata(plan.metadata);
  metadata.set(CALL_HEADER, `${setting.name}-${index}`);
  const around = (names: CallPlan['above']): Interceptor[] =>
    names.map((name) => createInterceptor(name, codec, log.heard));
  const own = setting.interceptor === undefined ? [] : [setting.interceptor];
  const interceptors =
    plan.above.length + plan.below.length === 0 ? [] : [...around(plan.above), ...own, ...around(plan.below)];
  const common = {
    client,
    plan,
    path,
    codec,
    metadata,
    log,
    interceptors,
    onEnd: () => {
      onEnd();
      release();
    },
  };
  const { parent } = plan;
  if (parent === undefined) {
    await runCall({ ...common, onProgress: () => {} });
    return;
  }
  const cancelAfter = 'cancelAfter' in parent ? parent.cancelAfter : Number.POSITIVE_INFINITY;
  let cancel: () => void = () => {};
  const outer = await setting.stage.run(
    (call) =>
      runCall({
        ...common,
        parent: call,
        onProgress: (responses) => {
          if (responses >= cancelAfter && responses !== Number.POSITIVE_INFINITY) cancel();
        },
      }),
    'deadlineMs' in parent ? parent.deadlineMs : undefined,
    log.outer,
  );
  cancel = outer.cancel;
  if (cancelAfter === 0) outer.cancel();
  await outer.done;
}

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((open) => {
    resolve = open;
  });
  return { promise, resolve };
}
