import type { EchoClient } from '../support/echo-server.js';
import { listen } from '../support/listen.js';

/** Makes a server streaming call; resolves to what it heard and how it ended. */
export function askStream(client: EchoClient, request: string): Promise<readonly string[]> {
  return listen(client.ServerStream(Buffer.from(request))).ended;
}

/** Sends all requests at once and half-closes; resolves to what was heard. */
export function sayAll(client: EchoClient, requests: readonly string[]): Promise<readonly string[]> {
  const call = client.Bidi();
  const { ended } = listen(call);
  for (const request of requests) call.write(Buffer.from(request));
  call.end();
  return ended;
}

/**
 * An interactive client: sends each request when it has heard an answer to the one before, then half-closes. Resolves to
 * what it sent and heard, in order.
 */
export async function converse(client: EchoClient, requests: readonly string[]): Promise<readonly string[]> {
  const log: string[] = [];
  const left = [...requests];
  const call = client.Bidi();
  const goOn = (): void => {
    const request = left.shift();
    if (request === undefined) {
      call.end();
      return;
    }
    log.push(`sent ${request}`);
    call.write(Buffer.from(request));
  };
  call.on('data', (message: Buffer) => {
    log.push(message.toString());
    goOn();
  });
  const { ended } = listen(call);
  goOn();
  const heard = await ended;
  return [...log, ...heard.filter((line) => /^(?:error|status) /.test(line))];
}
