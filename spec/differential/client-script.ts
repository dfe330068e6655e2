import {
  type CallOptions,
  type Client,
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientUnaryCall,
  type ClientWritableStream,
  type Interceptor,
  type Metadata,
  propagate,
  type ServerUnaryCall,
} from '@grpc/grpc-js';
import { Gate } from '../support/gate.js';
import { nextTick, sleep, turns } from '../support/time.js';
import type { ClientCodec } from './client-codec.js';
import { type CallLog, showError, showStatus } from './log.js';
import { showMetadata } from './pairs.js';
import type { CallPlan, ClientStep } from './program.js';

type AnyCall =
  | ClientUnaryCall
  | ClientWritableStream<unknown>
  | ClientReadableStream<unknown>
  | ClientDuplexStream<unknown, unknown>;

/** After this long a call that tells nothing more is called stuck and cancelled. */
const STUCK_MS = 4000;

/** How long a client that walked away without cancelling is watched for late events. */
const ABANDONED_MS = 15;

/** How long a reader may take for what is left in its buffer after the end. */
const DRY_MS = 500;

export interface CallSetting {
  readonly client: Client;
  readonly plan: CallPlan;
  readonly path: string;
  readonly codec: ClientCodec;
  readonly metadata: Metadata;
  readonly log: CallLog;
  /** The interceptors given to the call itself; none where the client's own suffice. */
  readonly interceptors: readonly Interceptor[];
  readonly parent?: ServerUnaryCall<Buffer, Buffer>;
  /** Called after each response, with their number, and at the end. */
  readonly onProgress: (responses: number) => void;
  /** Called when the program learns how the call ended. */
  readonly onEnd: () => void;
}

/** Makes one call with a real client, plays the client's script, and returns when nothing more can come. */
export async function runCall(setting: CallSetting): Promise<void> {
  await new ScriptedCall(setting).run();
}

class ScriptedCall {
  readonly #setting: CallSetting;
  readonly #gate = new Gate();
  #responses = 0;
  #requests = 0;
  #halfClosed = false;
  #hasHeaders = false;
  #ended = false;
  #dry = false;
  #closed = false;
  #abandoned = false;
  #stuck = false;
  #call: AnyCall | undefined;

  constructor(setting: CallSetting) {
    this.#setting = setting;
  }

  async run(): Promise<void> {
    const { plan, log } = this.#setting;
    let call: AnyCall;
    try {
      call = this.#make();
    } catch (error) {
      log.events.push({ event: 'threw', error: showError(error) });
      this.#end();
      return;
    }
    this.#call = call;
    this.#listen(call);
    const watchdog = setTimeout(() => this.#giveUp(), STUCK_MS);
    const reading = isReadable(call) ? this.#read(call) : Promise.resolve();
    await this.#play(plan.client);
    await this.#gate.when(() => this.#ended || this.#abandoned || this.#stuck);
    await this.#settle(call, reading);
    clearTimeout(watchdog);
  }

  #make(): AnyCall {
    const { client, plan, path, codec, metadata } = this.#setting;
    const options = this.#options();
    const { serialize, deserialize } = codec;
    switch (plan.kind) {
      case 'unary':
        return client.makeUnaryRequest(
          path,
          serialize,
          deserialize,
          codec.make(plan.request),
          metadata,
          options,
          this.#callback,
        );
      case 'client':
        return client.makeClientStreamRequest(
          path,
          serialize,
          deserialize,
          metadata,
          options,
          this.#callback,
        );
      case 'server':
        return client.makeServerStreamRequest(
          path,
          serialize,
          deserialize,
          codec.make(plan.request),
          metadata,
          options,
        );
      case 'bidi':
        return client.makeBidiStreamRequest(path, serialize, deserialize, metadata, options);
    }
  }

  #options(): CallOptions {
    const { plan, parent, interceptors } = this.#setting;
    const at = plan.deadline === undefined ? undefined : Date.now() + plan.deadline.ms;
    return {
      ...(at === undefined ? {} : { deadline: plan.deadline?.as === 'date' ? new Date(at) : at }),
      ...(interceptors.length === 0 ? {} : { interceptors: [...interceptors] }),
      ...(parent === undefined ? {} : { parent, propagate_flags: propagate.DEFAULTS }),
    };
  }

  readonly #callback = (error: Error | null, message?: unknown): void => {
    const { log, codec } = this.#setting;
    log.events.push({
      event: 'callback',
      error: error === null ? null : showError(error),
      message: message === undefined ? undefined : codec.show(message),
    });
    if (error === null) this.#tell();
  };

  #listen(call: AnyCall): void {
    const { plan, log } = this.#setting;
    call.on('metadata', (metadata) => {
      log.events.push({ event: 'metadata', metadata: showMetadata(metadata) });
      this.#hasHeaders = true;
      if (plan.cancelIn === 'metadata') call.cancel();
      this.#gate.changed();
    });
    call.on('status', (status) => {
      log.events.push(showStatus(status));
      this.#end();
    });
    if (!isReadable(call)) return;
    call.on('error', (error) => log.events.push({ event: 'error', error: showError(error) }));
    call.on('end', () => {
      log.events.push({ event: 'end' });
      this.#dry = true;
      this.#gate.changed();
    });
    call.on('close', () => {
      log.events.push({ event: 'close' });
      this.#closed = true;
      this.#gate.changed();
    });
  }

  async #read(call: ClientReadableStream<unknown>): Promise<void> {
    const { plan } = this.#setting;
    if (plan.reader.how === 'iterate') {
      await this.#iterate(call, plan.reader);
      return;
    }
    const slowMs = plan.reader.how === 'slow' ? plan.reader.ms : undefined;
    call.on('data', (message: unknown) => {
      this.#received(message);
      if (slowMs === undefined) return;
      call.pause();
      setTimeout(() => call.resume(), slowMs);
    });
  }

  async #iterate(
    call: ClientReadableStream<unknown>,
    how: { breakAfter?: number; slowMs?: number },
  ): Promise<void> {
    const { log } = this.#setting;
    try {
      for await (const message of call) {
        this.#received(message);
        if (this.#responses === how.breakAfter) break;
        if (how.slowMs !== undefined) await sleep(how.slowMs);
      }
      log.events.push({ event: 'broke' });
    } catch (error) {
      log.events.push({ event: 'caught', error: showError(error) });
    }
    if (this.#ended) return;
    this.#abandoned = true;
    this.#gate.changed();
  }

  #received(message: unknown): void {
    const { plan, log, codec } = this.#setting;
    log.events.push({ event: 'data', message: codec.show(message) });
    this.#tell();
    if (typeof plan.cancelIn === 'object' && plan.cancelIn.data === this.#responses) this.#call?.cancel();
  }

  #tell(): void {
    this.#responses++;
    this.#setting.log.saidBefore.push({ requests: this.#requests, halfClosed: this.#halfClosed });
    this.#setting.onProgress(this.#responses);
    this.#gate.changed();
  }

  async #play(steps: readonly ClientStep[]): Promise<void> {
    for (const step of steps) {
      if (this.#stuck) return;
      if (this.#ended && step.do !== 'cancel' && step.do !== 'resume') continue;
      await this.#step(step);
    }
  }

  #step(step: ClientStep): Promise<void> | void {
    const over = (): boolean => this.#ended || this.#abandoned || this.#stuck;
    switch (step.do) {
      case 'send':
        return this.#send(step.message);
      case 'halfClose':
        this.#halfClosed = true;
        if (isWritable(this.#call) && !this.#call.destroyed) this.#call.end();
        return;
      case 'awaitHeaders':
        return this.#gate.when(() => this.#hasHeaders || over());
      case 'await':
        return this.#gate.when(() => this.#responses >= step.responses || over());
      case 'awaitEnd':
        return this.#gate.when(over);
      case 'wait':
        return sleep(step.ms);
      case 'tick':
        return nextTick();
      case 'turn':
        return turns(1);
      case 'pause':
        if (isReadable(this.#call)) this.#call.pause();
        return;
      case 'resume':
        if (isReadable(this.#call)) this.#call.resume();
        return;
      case 'cancel':
        this.#call?.cancel();
        return;
      case 'destroy':
        if (isReadable(this.#call)) this.#call.destroy();
        else if (isWritable(this.#call)) this.#call.destroy();
        this.#abandoned = true;
        return;
    }
  }

  /** One object that is sent again may only change once its last message has left. */
  #send(text: string): Promise<void> | void {
    const { codec, plan } = this.#setting;
    const call = this.#call;
    if (!isWritable(call) || call.destroyed || call.writableEnded) return;
    this.#requests++;
    if (plan.codec !== 'reused') {
      call.write(codec.make(text));
      return;
    }
    let left = false;
    call.write(codec.make(text), () => {
      left = true;
      this.#gate.changed();
    });
    return this.#gate.when(() => left || this.#ended || this.#abandoned || this.#stuck);
  }

  /** Waits for what may still come after the end: the reader's buffer to run dry, and a turn or two for strays. */
  async #settle(call: AnyCall, reading: Promise<void>): Promise<void> {
    if (this.#abandoned && !this.#ended) await sleep(ABANDONED_MS);
    if (isReadable(call)) {
      const dry = this.#gate.when(() => this.#dry || this.#closed);
      const read = this.#setting.plan.reader.how === 'iterate' ? reading : dry;
      await Promise.race([read, sleep(DRY_MS)]);
    }
    await turns(2);
  }

  #giveUp(): void {
    if (this.#ended) return;
    this.#setting.log.events.push({ event: 'stuck' });
    this.#stuck = true;
    this.#call?.cancel();
    this.#gate.changed();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (!this.#abandoned) this.#setting.onEnd();
    this.#setting.onProgress(Number.POSITIVE_INFINITY);
    this.#gate.changed();
  }
}

function isReadable(call: AnyCall | undefined): call is ClientReadableStream<unknown> {
  return call !== undefined && 'readableFlowing' in call;
}

function isWritable(call: AnyCall | undefined): call is ClientWritableStream<unknown> {
  return call !== undefined && 'writableEnded' in call;
}
