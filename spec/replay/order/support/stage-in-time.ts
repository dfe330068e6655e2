import type { CallOptions, ClientDuplexStream, ClientReadableStream } from '@grpc/grpc-js';
import type { Cassette } from '../../../../lib/cassette/cassette.js';
import { type CassetteOptions, cassetteInterceptor } from '../../../../lib/index.js';
import { cassette } from '../../../support/cassettes.js';
import { type EchoClient, echoClient } from '../../../support/echo-server.js';
import { cassetteInTime, StandingClock } from '../../../support/standing-clock.js';

/** A program's calls of one cassette, whose time stands still until it is told to go on. What they hear stands in one log. */
export class StageInTime {
  readonly clock: StandingClock = new StandingClock();
  readonly log: string[] = [];
  readonly warnings: string[] = [];
  readonly cassette: Cassette;
  readonly #client: EchoClient;

  constructor(entries: readonly string[], options: CassetteOptions = {}) {
    const warn = (message: string): unknown => this.warnings.push(message);
    this.cassette = cassetteInTime(this.clock, cassette(...entries), { ...options, warn });
    // Nothing listens there: only a replay can answer.
    this.#client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(this.cassette)] });
  }

  /** Opens a server stream; its lines begin with `name`. */
  watch(request: string = 'watch', name: string = request, options: CallOptions = {}) {
    return this.#listen(name, this.#client.ServerStream(Buffer.from(request), options));
  }

  /** Opens a bidirectional call, and sends these. */
  chat(name: string, ...requests: readonly string[]) {
    const call = this.#listen(name, this.#client.Bidi());
    for (const request of requests) call.write(Buffer.from(request));
    return call;
  }

  /** Makes a unary call. */
  put(request: string): void {
    this.#client.Unary(Buffer.from(request), (error, response) =>
      this.log.push(error === null ? String(response) : `${request}: error ${error.code}`),
    );
  }

  /** Starts a call with streamed requests and a single answer. */
  upload(name: string) {
    return this.#client.ClientStream((error, response) =>
      this.log.push(`${name}: ${error === null ? String(response) : `error ${error.code}`}`),
    );
  }

  /** What was heard since it was last asked, once all that can go on has gone on for `ms` milliseconds. */
  async heard(ms: number = 0): Promise<readonly string[]> {
    await this.clock.goOn(ms);
    return this.log.splice(0);
  }

  /** What events waited for in vain, a line for each. */
  get forgiven(): readonly string[] {
    return this.cassette.forgiven.map(
      ({ method, start, event, waitedFor, ms }) =>
        `${event} of ${start} ${nameOf(method)}: ${waitedFor.act} of ${waitedFor.start} ${nameOf(waitedFor.method)}, ${ms} ms`,
    );
  }

  async end(): Promise<void> {
    await this.cassette.close();
    this.#client.close();
  }

  #listen<Call extends ClientReadableStream<Buffer> | ClientDuplexStream<Buffer, Buffer>>(
    name: string,
    call: Call,
  ): Call {
    call.on('data', (message: Buffer) => this.log.push(`${name}: ${message}`));
    call.on('error', () => undefined);
    call.on('status', ({ code }: { readonly code: number }) => this.log.push(`${name}: status ${code}`));
    return call;
  }
}

function nameOf(method: string): string {
  return method.replace('/echo.Echo/', '');
}
