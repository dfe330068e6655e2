import { InterceptingCall, type Interceptor, Metadata, type StatusObject } from '@grpc/grpc-js';
import type { ClientCodec } from './client-codec.js';
import { type Event, showStatus } from './log.js';
import { showMetadata } from './pairs.js';
import type { InterceptorName } from './program.js';

/** The interceptors of ordinary programs that stand above or below the cassette. */
export function createInterceptor(name: InterceptorName, codec: ClientCodec, heard: Event[]): Interceptor {
  switch (name) {
    case 'retry':
      return retrying;
    case 'stamp':
      return stamping;
    case 'replace':
      return replacing(codec);
    case 'late':
      return late;
    case 'slow':
      return slow;
    case 'witness':
      return witnessing(codec, heard);
  }
}

/** Tells what it hears, down to the `null` that stands for no message. */
function witnessing(codec: ClientCodec, heard: Event[]): Interceptor {
  return (options, nextCall) =>
    new InterceptingCall(nextCall(options), {
      start(metadata, _listener, next) {
        next(metadata, {
          onReceiveMetadata(received, pass) {
            heard.push({ event: 'metadata', metadata: showMetadata(received) });
            pass(received);
          },
          onReceiveMessage(message, pass) {
            heard.push({ event: 'data', message: message === null ? 'null' : codec.show(message) });
            pass(message);
          },
          onReceiveStatus(status, pass) {
            heard.push(showStatus(status));
            pass(status);
          },
        });
      },
    });
}

/** Adds to the metadata of both directions and to the trailers. */
const stamping: Interceptor = (options, nextCall) =>
  new InterceptingCall(nextCall(options), {
    start(metadata, _listener, next) {
      metadata.set('x-stamp', 'asked');
      next(metadata, {
        onReceiveMetadata(received, pass) {
          const stamped = received.clone();
          stamped.add('x-stamp', 'answered');
          pass(stamped);
        },
        onReceiveStatus(status, pass) {
          const stamped = status.metadata.clone();
          stamped.add('x-stamp-bin', Buffer.from([status.code]));
          pass({ ...status, metadata: stamped });
        },
      });
    },
  });

/** Sends another message object than the one it was given. */
function replacing(codec: ClientCodec): Interceptor {
  return (options, nextCall) =>
    new InterceptingCall(nextCall(options), {
      sendMessage(message, next) {
        const text = codec.textOf(message);
        next(text === '' ? codec.make('') : codec.make(`${text}!`));
      },
    });
}

/** Passes on what comes back a turn late. */
const late: Interceptor = (options, nextCall) =>
  new InterceptingCall(nextCall(options), {
    start(metadata, _listener, next) {
      next(metadata, {
        onReceiveMetadata: (received, pass) => void setImmediate(() => pass(received)),
        onReceiveMessage: (message, pass) => void setImmediate(() => pass(message)),
        onReceiveStatus: (status, pass) => void setImmediate(() => pass(status)),
      });
    },
  });

/** Starts the call some time later, as one that fetches a token first. */
const slow: Interceptor = (options, nextCall) =>
  new InterceptingCall(nextCall(options), {
    start(metadata, listener, next) {
      setTimeout(() => next(metadata, listener), 10);
    },
  });

/**
 * Makes a unary call again, up to twice, when it failed: the example of gRPC's proposal L5. It passes the same
 * `options`, and so the same method definition, to `nextCall` again.
 */
const retrying: Interceptor = (options, nextCall) => {
  const { requestStream, responseStream } = options.method_definition;
  if (requestStream || responseStream) return new InterceptingCall(nextCall(options));
  let sentMetadata = new Metadata();
  let request: unknown;
  return new InterceptingCall(nextCall(options), {
    start(metadata, _listener, next) {
      sentMetadata = metadata;
      let response: unknown = null;
      let deliver: (message: unknown) => void = () => {};
      const settle = (status: StatusObject, left: number, pass: (status: StatusObject) => void): void => {
        if (left === 0 || !RETRIED.includes(status.code)) {
          deliver(response);
          pass(status);
          return;
        }
        const again = nextCall(options);
        again.start(sentMetadata.clone(), {
          onReceiveMetadata: (_metadata) => {},
          onReceiveMessage: (message) => {
            response = message;
          },
          onReceiveStatus: (later) => settle(later, left - 1, pass),
        });
        again.sendMessage(request);
        again.halfClose();
      };
      next(metadata, {
        onReceiveMessage(message, pass) {
          response = message;
          deliver = pass;
        },
        onReceiveStatus: (status, pass) => settle(status, 2, pass),
      });
    },
    sendMessage(message, next) {
      request = message;
      next(message);
    },
  });
};

/** UNAVAILABLE, ABORTED and RESOURCE_EXHAUSTED. */
const RETRIED: readonly number[] = [14, 10, 8];
