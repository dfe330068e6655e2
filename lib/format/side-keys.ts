import type { Kind } from '../model/kind.js';

/** The keys that hold the requests of a call. */
export const REQUEST_KEYS: readonly string[] = ['request_sample', 'request_stream', 'request_chunks'];
/** The keys that hold the responses of a call. */
export const RESPONSE_KEYS: readonly string[] = ['response_sample', 'response_stream'];

/** Whether the requests below a key are a list. */
export function isRequestStream(key: string): boolean {
  return key === 'request_chunks';
}

/** The kind that a request and a response key make together; undefined where they make none. */
export function findKind(request: string, response: string): Kind | undefined {
  if (!REQUEST_KEYS.includes(request) || !RESPONSE_KEYS.includes(response)) return undefined;
  const requestStream = isRequestStream(request);
  const responseStream = response === 'response_stream';
  if (!requestStream && responseStream !== (request === 'request_stream')) return undefined;
  return { requestStream, responseStream };
}

/** The key that holds the requests of such a call. */
export function requestKeyOf({ requestStream, responseStream }: Kind): string {
  if (requestStream) return 'request_chunks';
  return responseStream ? 'request_stream' : 'request_sample';
}

/** The key that holds the responses of such a call. */
export function responseKeyOf({ responseStream }: Kind): string {
  return responseStream ? 'response_stream' : 'response_sample';
}
