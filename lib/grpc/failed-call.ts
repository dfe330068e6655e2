import type { Metadata } from '@grpc/grpc-js';
import type { CassetteError } from '../errors.js';
import { NO_METADATA } from '../model/metadata.js';
import { StatusCode } from '../model/status.js';
import { nextTick } from '../open/real-timers.js';
import { causeOf } from './cause-of.js';
import { toGrpcMetadata } from './metadata.js';
import type { InterceptingCallInterface, MessageContext, PartialListener } from './types.js';

/** A call for which there is no cassette to ask: it ends with the reason as its status. */
export class FailedCall implements InterceptingCallInterface {
  readonly #error: CassetteError;
  readonly #responseStream: boolean;

  constructor(error: CassetteError, responseStream: boolean) {
    this.#error = error;
    this.#responseStream = responseStream;
  }

  start(metadata: Metadata, listener: PartialListener): void {
    nextTick(() => {
      if (!this.#responseStream) listener?.onReceiveMessage?.(null);
      const status = {
        code: StatusCode.FAILED_PRECONDITION,
        details: this.#error.message,
        metadata: toGrpcMetadata(NO_METADATA, metadata),
        cause: causeOf(this.#error, this.#error.message),
      };
      listener?.onReceiveStatus?.(status);
    });
  }

  sendMessage(): void {}

  sendMessageWithContext({ callback }: MessageContext): void {
    if (callback !== undefined) nextTick(callback);
  }

  startRead(): void {}

  halfClose(): void {}

  cancelWithStatus(): void {}

  getPeer(): string {
    return 'unknown';
  }

  getAuthContext(): null {
    return null;
  }
}
