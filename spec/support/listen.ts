import type * as grpc from '@grpc/grpc-js';

/** What the client of a streamed call hears. */
export interface Heard {
  /** Its messages as text, then `error <code>` where it failed, and `status <code>`. */
  readonly log: readonly string[];
  /** Resolves to the log when the call is over. */
  readonly ended: Promise<readonly string[]>;
  /** What the call failed with, once it has. */
  readonly error: grpc.ServiceError | undefined;
  /** Resolves when that many messages were heard. */
  hears(count: number): Promise<void>;
}

/** Listens to a streamed call from now on. */
export function listen(
  call: grpc.ClientReadableStream<Buffer> | grpc.ClientDuplexStream<Buffer, Buffer>,
): Heard {
  const log: string[] = [];
  let waiting: (() => void)[] = [];
  let failure: grpc.ServiceError | undefined;
  const note = (line: string): void => {
    log.push(line);
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  call.on('data', (message: Buffer) => note(message.toString()));
  call.on('error', (error: grpc.ServiceError) => {
    failure = error;
    note(`error ${error.code}`);
  });
  const ended = new Promise<readonly string[]>((resolve) => {
    call.on('status', ({ code }: grpc.StatusObject) => {
      note(`status ${code}`);
      setImmediate(() => resolve(log));
    });
  });
  return {
    log,
    ended,
    get error() {
      return failure;
    },
    async hears(count) {
      while (log.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
