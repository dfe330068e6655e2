import { cassetteInterceptor, openCassette, type RecordMode } from '../../../lib/index.js';
import { type EchoClient, echoClient } from '../../support/echo-server.js';

/** Who closes a cassette: whoever called `openCassette`, or nobody. */
export type Opening = 'owned' | 'unowned';

/** Which cassette is recorded into, and how. */
export interface TapeJob {
  readonly path: string;
  readonly mode: RecordMode;
  readonly address: string;
  readonly opening: Opening;
}

/** A client that is recorded. Where nobody owns its cassette, `save` and `close` do nothing. */
export interface Tape {
  readonly client: EchoClient;
  save(): Promise<void>;
  close(): Promise<void>;
}

export function openTape({ path, mode, address, opening }: TapeJob): Tape {
  const connect = (interceptor: ReturnType<typeof cassetteInterceptor>): EchoClient =>
    echoClient(address, { interceptors: [interceptor] });
  if (opening === 'unowned') {
    const nothing = () => Promise.resolve();
    return { client: connect(cassetteInterceptor(path, { mode })), save: nothing, close: nothing };
  }
  const cassette = openCassette(path, { mode });
  return {
    client: connect(cassetteInterceptor(cassette)),
    save: () => cassette.save(),
    close: () => cassette.close(),
  };
}
