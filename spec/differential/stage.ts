import { randomUUID } from 'node:crypto';
import {
  Client,
  type ClientUnaryCall,
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { type Event, showError } from './log.js';

type Inner = (parent: ServerUnaryCall<Buffer, Buffer>) => Promise<void>;

const PATH = '/differential.Stage/Outer';
const identity = (bytes: Buffer): Buffer => bytes;

/**
 * A real server whose handlers make the calls of programs that have a parent. It is up in all three runs and no
 * cassette stands before it: it is the program under test, not the server that is recorded.
 */
export class Stage {
  readonly #jobs = new Map<string, Inner>();
  readonly #server = new Server();
  #client: Client | undefined;

  async start(): Promise<void> {
    this.#server.register(PATH, this.#handle, identity, identity, 'unary');
    const port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    this.#client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  stop(): void {
    this.#client?.close();
    this.#server.forceShutdown();
  }

  /** Makes an outer call whose handler runs `inner`; returns when both are done. */
  async run(
    inner: Inner,
    deadlineMs: number | undefined,
    log: Event[],
  ): Promise<{ cancel(): void; done: Promise<void> }> {
    const client = this.#client;
    if (client === undefined) throw new Error('the stage is not started');
    const id = randomUUID();
    let innerDone: Promise<void> = Promise.resolve();
    const started = new Promise<void>((resolve) => {
      this.#jobs.set(id, (parent) => {
        innerDone = inner(parent);
        resolve();
        return innerDone;
      });
    });
    let outer: ClientUnaryCall | undefined;
    const outerDone = new Promise<void>((resolve) => {
      const metadata = new Metadata();
      metadata.set('x-job', id);
      const options = deadlineMs === undefined ? {} : { deadline: Date.now() + deadlineMs };
      outer = client.makeUnaryRequest(
        PATH,
        identity,
        identity,
        Buffer.alloc(0),
        metadata,
        options,
        (error, answer) => {
          const message = answer === undefined ? undefined : `0x${answer.toString('hex')}`;
          log.push({ event: 'callback', error: error === null ? null : showError(error), message });
          resolve();
        },
      );
    });
    await started;
    return { cancel: () => outer?.cancel(), done: outerDone.then(() => innerDone) };
  }

  readonly #handle = (call: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>): void => {
    const job = this.#jobs.get(String(call.metadata.get('x-job')[0]));
    void job?.(call).then(() => answer(null, Buffer.from('done')));
  };
}
