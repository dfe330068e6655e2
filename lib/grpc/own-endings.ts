import type { StatusObject } from '@grpc/grpc-js';
import { type Status, StatusCode } from '../model/status.js';

// How grpc-js itself ends a call without a word from the server (client-interceptors.ts and resolving-call.ts there).

const DECODING_FAILURE = 'Response message parsing error: ';
const SERIALIZATION_FAILURE = 'Request message serialization failure: ';

/** The end of a call whose request cannot be serialised. */
export function serializationFailure(error: unknown): Status {
  return { code: StatusCode.INTERNAL, details: `${SERIALIZATION_FAILURE}${messageOf(error)}` };
}

/** Whether a client ends its call because a request cannot be serialised. */
export function isSerializationFailure({ code, details }: Status): boolean {
  return code === StatusCode.INTERNAL && details.startsWith(SERIALIZATION_FAILURE);
}

/** The end of a call whose response cannot be decoded. */
export function decodingFailure(error: unknown): Status {
  return { code: StatusCode.INTERNAL, details: `${DECODING_FAILURE}${messageOf(error)}` };
}

/** Whether a live call ended because its response could not be decoded. */
export function isDecodingFailure({ code, details }: Partial<StatusObject>): boolean {
  return code === StatusCode.INTERNAL && details?.startsWith(DECODING_FAILURE) === true;
}

/** The end of a call whose parent was cancelled. */
export const CANCELLED_BY_PARENT: Status = {
  code: StatusCode.CANCELLED,
  details: 'Cancelled by parent call',
};

/** The end of a call that ran for longer than its deadline allows. */
export function deadlineExceeded(elapsedMs: number): Status {
  return {
    code: StatusCode.DEADLINE_EXCEEDED,
    details: `Deadline exceeded after ${(elapsedMs / 1000).toFixed(3)}s`,
  };
}

/** Whether a call that ended with `status` ended with `ending`. */
export function isEnding(status: Partial<StatusObject>, ending: Status): boolean {
  return status.code === ending.code && status.details === ending.details;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
