import { Metadata } from '@grpc/grpc-js';
import type { UnaryMethod, XaiCallOptions } from './call-options.js';

/** Calls a unary method of a generated client. Rejects with its `ServiceError`. */
export function callUnary<Request, Response>(
  method: UnaryMethod<Request, Response>,
  request: Request,
  { metadata = new Metadata(), ...options }: XaiCallOptions = {},
): Promise<Response> {
  return new Promise((resolve, reject) => {
    method(request, metadata, options, (error, response) => {
      if (error) reject(error);
      else resolve(response as Response);
    });
  });
}
