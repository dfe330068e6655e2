import type { InterceptingListener, Metadata, StatusObject } from '@grpc/grpc-js';
import type { CallStart } from '../model/call-start.js';
import { keepShape } from '../model/keep-shape.js';
import type { Kind } from '../model/kind.js';
import { type MetadataEntries, NO_METADATA } from '../model/metadata.js';
import { type Status, StatusCode } from '../model/status.js';
import type { Take } from '../record/take.js';
import { fromGrpcMetadata } from './metadata.js';
import { CANCELLED_BY_PARENT, isDecodingFailure, isEnding, serializationFailure } from './own-endings.js';
import type { MessageBytes } from './tap.js';
import type {
  GrpcStatusCode,
  InterceptingCallInterface,
  Message,
  MessageContext,
  PartialListener,
} from './types.js';

/** What a live call needs besides the call beneath it. */
interface LiveCallOptions {
  readonly method: string;
  readonly kind: Kind;
  readonly tap: MessageBytes;
  /** Whether a parent call may cancel this one. */
  readonly hasParent: boolean;
  /** Starts the take. */
  begin(call: CallStart): Take | undefined;
  /** Told each request and its bytes: `record` records it. From the first, the class of the method's messages is known. */
  learn(message: Message, bytes: Uint8Array, record: () => void): void;
  /** Told when the client's own code has made something else than bytes of a response, or could not. */
  shows(): void;
  /** Notes what went wrong in recording; the call itself goes on as if nobody recorded it. */
  trouble(error: unknown): void;
}

/** A live call that feeds a take. Everything is passed on as it comes: nothing is held back, changed or drained. */
export class LiveCall implements InterceptingCallInterface {
  readonly #next: InterceptingCallInterface;
  readonly #options: LiveCallOptions;
  /** The channel's target; known before the call starts, when nothing has been dialled. */
  readonly #target: string | undefined;
  #take: Take | undefined;
  /** How the client's own side ended the call, if it did. */
  #ownEnding: Status | undefined;
  #responses = 0;
  /** The request that is being passed on, until it is in the take; an interceptor beneath may answer before. */
  #sending: { readonly message: Message } | undefined;

  constructor(next: InterceptingCallInterface, options: LiveCallOptions) {
    this.#next = next;
    this.#options = options;
    this.#target = targetOf(next);
  }

  start(metadata: Metadata, listener: PartialListener): void {
    this.#try(() => {
      const { method, kind } = this.#options;
      const requestMetadata = fromGrpcMetadata(metadata);
      this.#take = this.#options.begin({ method, kind, target: this.#target, requestMetadata });
    });
    this.#next.start(metadata, this.#listener(listener));
  }

  sendMessage(message: Message): void {
    this.#sending = { message };
    this.#next.sendMessage(message);
    this.#recordRequest();
  }

  sendMessageWithContext(context: MessageContext, message: Message): void {
    this.#sending = { message };
    this.#next.sendMessageWithContext(context, message);
    this.#recordRequest();
  }

  startRead(): void {
    this.#next.startRead();
  }

  halfClose(): void {
    this.#try(() => this.#take?.halfClose());
    this.#next.halfClose();
  }

  cancelWithStatus(code: GrpcStatusCode, details: string): void {
    this.#ownEnding ??= { code, details };
    this.#next.cancelWithStatus(code, details);
  }

  getPeer(): string {
    return this.#next.getPeer();
  }

  getAuthContext(): ReturnType<InterceptingCallInterface['getAuthContext']> {
    return this.#next.getAuthContext();
  }

  /** grpc-js tells listeners by the number of their arguments: these take one each. */
  #listener(listener: PartialListener): InterceptingListener {
    return {
      onReceiveMetadata: (metadata) => {
        this.#recordRequest();
        this.#try(() => this.#take?.metadata(fromGrpcMetadata(metadata)));
        listener?.onReceiveMetadata?.(metadata);
      },
      onReceiveMessage: (message: Message) => {
        this.#recordRequest();
        this.#tryToRecord(message);
        listener?.onReceiveMessage?.(message);
      },
      onReceiveStatus: (status) => {
        this.#recordRequest();
        this.#try(() => this.#end(status));
        listener?.onReceiveStatus?.(status);
      },
    };
  }

  /** A message that cannot be serialised has ended the call beneath by now, and was never sent. */
  #recordRequest(): void {
    if (this.#sending === undefined) return;
    const { message } = this.#sending;
    this.#sending = undefined;
    let bytes: Uint8Array;
    try {
      bytes = this.#options.tap.bytesOfRequest(message);
    } catch (error) {
      this.#ownEnding ??= serializationFailure(error);
      return;
    }
    this.#try(() => this.#options.learn(message, bytes, () => this.#take?.request(bytes)));
  }

  /** Without a function for each message of a stream. */
  #tryToRecord(response: Message): void {
    try {
      this.#recordResponse(response);
    } catch (error) {
      this.#options.trouble(error);
    }
  }

  #recordResponse(message: Message): void {
    const bytes = this.#options.tap.bytesOfResponse(message);
    if (!(message instanceof Uint8Array)) this.#options.shows();
    if (bytes !== undefined) this.#response(bytes);
    else if (message !== null) {
      const { method } = this.#options;
      this.#take?.abandon();
      throw new Error(
        `a call of ${method} is not recorded, for the bytes of a response are not known: an interceptor beneath the cassette made it, or the method's definition is read-only`,
      );
    }
  }

  #response(bytes: Uint8Array): void {
    this.#responses += 1;
    this.#take?.response(bytes);
  }

  #end(status: StatusObject): void {
    const undecodable = isDecodingFailure(status) ? this.#options.tap.undecodableResponse() : undefined;
    if (undecodable !== undefined) {
      this.#options.shows();
      this.#response(undecodable);
    }
    this.#take?.end(toStatus(status), trailersOf(status), this.#isOwnEnding(status));
  }

  #isOwnEnding(status: StatusObject): boolean {
    if (this.#options.hasParent && isEnding(status, CANCELLED_BY_PARENT)) return true;
    // What the client makes of a second response to a unary call is the server's doing.
    const isReaction = this.#responses > 1 && !this.#options.kind.responseStream;
    return this.#ownEnding !== undefined && isEnding(status, this.#ownEnding) && !isReaction;
  }

  #try(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#options.trouble(error);
    }
  }
}

/** The status of an interceptor beneath may lack what grpc-js's own always has. */
function toStatus({ code, details }: Partial<StatusObject>): Status {
  return { code: Number.isInteger(code) ? Number(code) : StatusCode.UNKNOWN, details: details ?? '' };
}

function trailersOf({ metadata }: Partial<StatusObject>): MetadataEntries {
  return metadata === undefined ? NO_METADATA : fromGrpcMetadata(metadata);
}

/** The target of a call's channel; undefined where an interceptor beneath knows no peer yet. */
export function targetOf(call: InterceptingCallInterface): string | undefined {
  try {
    return call.getPeer();
  } catch {
    return undefined;
  }
}

keepShape(new LiveCall({} as InterceptingCallInterface, {} as LiveCallOptions));
