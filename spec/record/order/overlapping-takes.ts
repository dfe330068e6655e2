import type { Cassette } from '../../../lib/cassette/cassette.js';
import type { Kind } from '../../../lib/model/kind.js';
import { NO_METADATA } from '../../../lib/model/metadata.js';
import type { Take } from '../../../lib/record/take.js';

const UNARY: Kind = { requestStream: false, responseStream: false };

/** Begins a call of a method of this name, without a client; it has sent a request. Default: its name. */
export function begin(
  { engine }: Cassette,
  method: string,
  request: string | Uint8Array = method,
  kind: Kind = UNARY,
): Take {
  const take = engine.record({
    method: `/test.Test/${method}`,
    kind,
    target: undefined,
    requestMetadata: NO_METADATA,
  });
  if (take === undefined) throw new Error('the cassette is closed');
  take.request(Buffer.from(request));
  take.halfClose();
  return take;
}

/** Ends one well, with the answer that its method always has. */
export function end(take: Take): void {
  take.metadata(NO_METADATA);
  take.response(Buffer.from(`re:${take.method.split('/').pop()}`));
  take.end({ code: 0, details: '' }, NO_METADATA, false);
}

/** Calls that overlap: all have begun before the first ends; they end as they began, or the other way round. */
export function overlap(cassette: Cassette, methods: readonly string[], turned = false): void {
  const takes = methods.map((method) => begin(cassette, method));
  for (const take of turned ? takes.reverse() : takes) end(take);
}
