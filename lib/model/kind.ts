/** The kind of a call, as data: which sides stream. */
export interface Kind {
  readonly requestStream: boolean;
  readonly responseStream: boolean;
}

/** gRPC's name for a kind of call. */
export function kindName(kind: Kind): string {
  if (kind.requestStream) return kind.responseStream ? 'bidirectional streaming' : 'client streaming';
  return kind.responseStream ? 'server streaming' : 'unary';
}

/** Whether both sides of `a` and `b` stream alike. */
export function sameKind(a: Kind, b: Kind): boolean {
  return a.requestStream === b.requestStream && a.responseStream === b.responseStream;
}

/** Which way a message goes. */
export type Direction = 'request' | 'response';
