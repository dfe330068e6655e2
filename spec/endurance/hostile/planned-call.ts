import * as grpc from '@grpc/grpc-js';
import { parseCassetteFile } from '../../../lib/format/cassette-file.js';
import type { Kind } from '../../../lib/model/kind.js';

/** A call that may be answered from a cassette. */
export interface PlannedCall extends Kind {
  readonly method: string;
  readonly requests: readonly Uint8Array[];
}

/** The calls that a good cassette holds, at most `most` of them. */
export function callsIn(bytes: Uint8Array, most: number): readonly PlannedCall[] {
  return parseCassetteFile(bytes, 'whole.yaml')
    .entries.filter(({ head }) => head.replayable !== false)
    .slice(0, most)
    .map((entry) => {
      const { requests, requestStream, responseStream, call } = entry.read();
      const sent = Array.from({ length: requests.length }, (_, index) => requests.at(index));
      // An entry of the seed's format answers whatever is called.
      return { method: call?.method ?? '/any.Service/Call', requestStream, responseStream, requests: sent };
    });
}

const same = (bytes: Buffer): Buffer => bytes;

/** Makes a call and resolves to its end, whatever that is. Throws what the client's method throws. */
export function make(
  client: grpc.Client,
  planned: PlannedCall,
  deadline: number,
): Promise<grpc.StatusObject> {
  const { method, requestStream, responseStream } = planned;
  const [first = Buffer.alloc(0), ...others] = planned.requests.map((bytes) => Buffer.from(bytes));
  const metadata = new grpc.Metadata();
  const options = { deadline };
  const ignored = (): void => undefined;
  if (!requestStream) {
    return endOf(
      responseStream
        ? client.makeServerStreamRequest(method, same, same, first, metadata, options)
        : client.makeUnaryRequest(method, same, same, first, metadata, options, ignored),
    );
  }
  const call = responseStream
    ? client.makeBidiStreamRequest(method, same, same, metadata, options)
    : client.makeClientStreamRequest(method, same, same, metadata, options, ignored);
  const ended = endOf(call);
  if (planned.requests.length > 0) for (const request of [first, ...others]) call.write(request);
  call.end();
  return ended;
}

function endOf(call: NodeJS.EventEmitter): Promise<grpc.StatusObject> {
  call.on('data', () => undefined);
  call.on('error', () => undefined);
  return new Promise((resolve) => call.on('status', resolve));
}
