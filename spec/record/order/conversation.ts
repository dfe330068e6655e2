import type * as grpc from '@grpc/grpc-js';
import { listen } from '../../support/listen.js';
import type { RecordedOrder } from './recorded-order.js';

const same = (bytes: Buffer): Buffer => bytes;
const PATH = '/echo.Echo/';

/** A bidirectional call that stays open while a call of each other kind comes and goes: nothing happens but one after the other. */
export async function converse(client: grpc.Client): Promise<readonly string[]> {
  const open = client.makeBidiStreamRequest(`${PATH}Bidi`, same, same);
  const heard = listen(open);
  open.write(Buffer.from('one'));
  await heard.hears(1);
  await ask(client, 'A');
  await listen(client.makeServerStreamRequest(`${PATH}ServerStream`, same, same, Buffer.from('s'))).ended;
  await upload(client, 'a', 'b');
  open.write(Buffer.from('two'));
  await heard.hears(2);
  open.end();
  return heard.ended;
}

/** What is recorded of it. */
export const CONVERSED: readonly RecordedOrder[] = [
  {
    method: 'Bidi',
    order: { group: 'N-1', start: 1, half_closed: 26, headers: 3, end: 27 },
    requests: [2, 24],
    responses: [4, 25],
  },
  { method: 'Unary', order: { group: 'N-1', start: 5, headers: 8, end: 9 } },
  {
    method: 'ServerStream',
    order: { group: 'N-1', start: 10, headers: 13, end: 17 },
    responses: ['14-16'],
  },
  { method: 'ClientStream', order: { group: 'N-1', start: 18, headers: 22, end: 23 }, requests: ['19-20'] },
];

/** Makes a unary call; resolves when it has ended well. */
export function ask(client: grpc.Client, request: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(`${PATH}Unary`, same, same, Buffer.from(request), (error) =>
      error === null ? resolve() : reject(error),
    );
  });
}

function upload(client: grpc.Client, ...requests: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = client.makeClientStreamRequest(`${PATH}ClientStream`, same, same, (error) =>
      error === null ? resolve() : reject(error),
    );
    for (const request of requests) call.write(Buffer.from(request));
    call.end();
  });
}
