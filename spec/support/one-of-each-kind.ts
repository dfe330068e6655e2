import type { Client, ServiceError } from '@grpc/grpc-js';

const same = (bytes: Buffer): Buffer => bytes;

/** What `callEachKind` hears of the echo server. */
export const SAID = ['re:A', '5 no such thing', 'a,b', 's:0 s:1 s:2', 'x y', 'z'] as const;

/** Calls a method of each kind with a client of any copy of grpc-js, one after the other. Resolves to what was heard. */
export async function callEachKind(client: Client): Promise<readonly string[]> {
  const heard: string[] = [];
  for (const request of ['A', 'fail']) heard.push(await ask(client, request));
  heard.push(await upload(client));
  const down = client.makeServerStreamRequest('/echo.Echo/ServerStream', same, same, Buffer.from('s'));
  heard.push((await read(down)).join(' '));
  const both = client.makeBidiStreamRequest('/echo.Echo/Bidi', same, same);
  both.write(Buffer.from('x'));
  both.write(Buffer.from('y'));
  both.end();
  heard.push((await read(both)).join(' '));
  // It is read before anything is sent, in the stack of its start.
  const listening = client.makeBidiStreamRequest('/echo.Echo/Bidi', same, same);
  const reading = read(listening);
  listening.end(Buffer.from('z'));
  heard.push((await reading).join(' '));
  return heard;
}

/** Makes a unary call with a client of any copy of grpc-js. Resolves to the answer, or to the error's code and details. */
export function ask(client: Client, request: string, ...rest: readonly object[]): Promise<string> {
  return new Promise((resolve) => {
    const callback = (error: ServiceError | null, answer?: Buffer): void =>
      resolve(error === null ? String(answer) : `${error.code} ${error.details}`);
    const args = [...rest, callback] as unknown as [callback: typeof callback];
    client.makeUnaryRequest('/echo.Echo/Unary', same, same, Buffer.from(request), ...args);
  });
}

function upload(client: Client): Promise<string> {
  return new Promise((resolve) => {
    const call = client.makeClientStreamRequest('/echo.Echo/ClientStream', same, same, (error, answer) =>
      resolve(String(error ?? answer)),
    );
    call.write(Buffer.from('a'));
    call.end(Buffer.from('b'));
  });
}

async function read(call: AsyncIterable<unknown>): Promise<readonly string[]> {
  const heard: string[] = [];
  for await (const message of call) heard.push(String(message));
  return heard;
}
