import * as grpc from '@grpc/grpc-js';
import { echoService } from '../../support/echo-server.js';
import { listen } from '../../support/listen.js';

const same = (bytes: Buffer): Buffer => bytes;

/** A stream that has been answered once. */
interface Watch {
  say(request: string): Promise<void>;
  end(): Promise<void>;
  cancel(): Promise<void>;
}

/** A server that comes and goes on one port, and clients of it. It answers `re:<request>`, `fail` with NOT_FOUND and no headers, and echoes what is streamed. */
export class Outages {
  #server: grpc.Server | undefined;
  #port = 0;

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Starts it on a free port. */
  async begin(): Promise<void> {
    await this.start();
  }

  /** Starts it on the port it has. */
  async start(): Promise<void> {
    const server = new grpc.Server();
    const { Unary, Bidi } = echoService;
    server.addService(
      { Unary, Bidi },
      {
        Unary: (call: grpc.ServerUnaryCall<Buffer, Buffer>, answer: grpc.sendUnaryData<Buffer>) =>
          String(call.request) === 'fail'
            ? answer({ code: grpc.status.NOT_FOUND })
            : answer(null, Buffer.from(`re:${call.request}`)),
        Bidi(call: grpc.ServerDuplexStream<Buffer, Buffer>) {
          call.on('data', (request: Buffer) => call.write(request));
          call.on('end', () => call.end());
        },
      },
    );
    this.#port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(this.address, grpc.ServerCredentials.createInsecure(), (error, port) =>
        error === null ? resolve(port) : reject(error),
      );
    });
    this.#server = server;
  }

  async stop(): Promise<void> {
    this.#server?.forceShutdown();
    this.#server = undefined;
  }

  /** What a new client hears: the answer, or the code of the error. */
  ask(options: grpc.ClientOptions, request: string): Promise<string> {
    const client = this.#client(options);
    return new Promise((resolve) => {
      client.makeUnaryRequest('/echo.Echo/Unary', same, same, Buffer.from(request), (error, answer) => {
        client.close();
        resolve(error === null ? String(answer) : String(error.code));
      });
    });
  }

  /** Three calls, one while the server is gone, where there is one, and two more. */
  async reconnect(options: grpc.ClientOptions, isThere = true): Promise<readonly string[]> {
    const heard: string[] = [];
    for (const request of ['0', '1', '2']) heard.push(await this.ask(options, request));
    if (isThere) await this.stop();
    heard.push(await this.ask(options, 'lost'));
    if (isThere) await this.start();
    for (const request of ['3', '4']) heard.push(await this.ask(options, request));
    return heard;
  }

  async watch(options: grpc.ClientOptions): Promise<Watch> {
    const client = this.#client(options);
    const call = client.makeBidiStreamRequest('/echo.Echo/Bidi', same, same);
    const heard = listen(call);
    const say = async (request: string): Promise<void> => {
      const count = heard.log.length;
      call.write(Buffer.from(request));
      await heard.hears(count + 1);
    };
    const over = async (): Promise<void> => {
      await heard.ended;
      client.close();
    };
    await say('watch');
    return {
      say,
      end: () => {
        call.end();
        return over();
      },
      cancel: () => {
        call.cancel();
        return over();
      },
    };
  }

  /** One that shares no connection, and knows of no outage of another. */
  #client(options: grpc.ClientOptions): grpc.Client {
    const own = { ...options, 'grpc.use_local_subchannel_pool': 1 };
    return new grpc.Client(this.address, grpc.credentials.createInsecure(), own);
  }
}
