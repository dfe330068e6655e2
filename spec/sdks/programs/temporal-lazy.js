import { Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { callTemporal, TEMPORAL_OPTIONS } from '../support/call-temporal.js';

export const cassetteOptions = TEMPORAL_OPTIONS;

export async function run({ address, options, hear }) {
  const retry = makeGrpcRetryInterceptor(defaultGrpcRetryOptions());
  const connection = Connection.lazy({ address, interceptors: [retry, ...(options.interceptors ?? [])] });
  await callTemporal(connection, hear);
  await connection.close();
}
