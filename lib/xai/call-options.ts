import type { CallOptions, Metadata, requestCallback } from '@grpc/grpc-js';

/** grpc-js's options of a call, and the metadata to send with it. The deadline is 27 minutes away where none is given. */
export interface XaiCallOptions extends CallOptions {
  readonly metadata?: Metadata;
}

/** A unary method of a generated client. */
export type UnaryMethod<Request, Response> = (
  request: Request,
  metadata: Metadata,
  options: CallOptions,
  callback: requestCallback<Response>,
) => unknown;
