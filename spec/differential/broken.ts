import {
  InterceptingCall,
  type InterceptingListener,
  type Interceptor,
  type Listener,
  Metadata,
  type Requester,
} from '@grpc/grpc-js';

/** An interceptor that damages calls in one small way, and the named program whose log must give it away. */
export interface Broken {
  readonly damage: string;
  readonly caughtBy: string;
  readonly interceptor: Interceptor;
}

function listening(make: () => Listener): Interceptor {
  return (options, nextCall) =>
    new InterceptingCall(nextCall(options), { start: (metadata, _listener, next) => next(metadata, make()) });
}

function requesting(make: () => Requester): Interceptor {
  return (options, nextCall) => new InterceptingCall(nextCall(options), make());
}

/** With listener methods of one argument, which may also change the order of events. */
function hearing(make: (listener: InterceptingListener) => InterceptingListener): Interceptor {
  return (options, nextCall) =>
    new InterceptingCall(nextCall(options), {
      start(metadata, listener, next) {
        const outer: InterceptingListener = {
          onReceiveMetadata: (received) => listener.onReceiveMetadata(received),
          onReceiveMessage: (message) => listener.onReceiveMessage(message),
          onReceiveStatus: (status) => listener.onReceiveStatus(status),
        };
        next(metadata, make(outer));
      },
    });
}

/** A copy of `metadata`, each key's values changed by `change`. */
function rewritten(
  metadata: Metadata,
  change: (key: string, values: (string | Buffer)[]) => (string | Buffer)[],
): Metadata {
  const copy = new Metadata();
  for (const key of Object.keys(metadata.getMap())) {
    for (const value of change(key, metadata.get(key))) copy.add(key, value);
  }
  return copy;
}

const onTrailers = (change: (metadata: Metadata) => Metadata): Interceptor =>
  listening(() => ({
    onReceiveStatus: (status, next) => next({ ...status, metadata: change(status.metadata) }),
  }));

const onHeaders = (change: (metadata: Metadata) => Metadata): Interceptor =>
  listening(() => ({ onReceiveMetadata: (metadata, next) => next(change(metadata)) }));

/** Lets `release` decide what is handed on when a message comes, knowing all that came so far. */
function handing(release: (held: unknown[], next: (message: unknown) => void) => void): Interceptor {
  return listening(() => {
    const held: unknown[] = [];
    return {
      onReceiveMessage(message, next) {
        held.push(message);
        release(held, next);
      },
    };
  });
}

export const BROKEN: readonly Broken[] = [
  {
    damage: 'drops a header',
    caughtBy: 'repeated and binary values (unary)',
    interceptor: onHeaders((metadata) => rewritten(metadata, (key, values) => (key === 'x-a' ? [] : values))),
  },
  {
    damage: 'splits the trailers that Node joined',
    caughtBy: 'repeated and binary values (server)',
    interceptor: onTrailers((metadata) =>
      rewritten(metadata, (_key, values) =>
        values.flatMap((value): (string | Buffer)[] =>
          typeof value === 'string' ? value.split(', ') : [value],
        ),
      ),
    ),
  },
  {
    damage: 'keeps the last of repeated binary values',
    caughtBy: 'repeated and binary values (bidi)',
    interceptor: onHeaders((metadata) => rewritten(metadata, (_key, values) => values.slice(-1))),
  },
  {
    damage: 'takes binary values for text',
    caughtBy: 'repeated and binary values (client)',
    interceptor: onTrailers((metadata) =>
      rewritten(metadata, (_key, values) =>
        values.map((value) => (typeof value === 'string' ? value : Buffer.from(value.toString('utf8')))),
      ),
    ),
  },
  {
    damage: 'merges headers into trailers',
    caughtBy: 'headers and trailers that share a key (server)',
    interceptor: listening(() => {
      let headers = new Metadata();
      return {
        onReceiveMetadata(metadata, next) {
          headers = metadata;
          next(metadata);
        },
        onReceiveStatus(status, next) {
          const merged = headers.clone();
          merged.merge(status.metadata);
          next({ ...status, metadata: merged });
        },
      };
    }),
  },
  {
    damage: 'drops grpc-status-details-bin',
    caughtBy: 'an error before anything else (unary)',
    interceptor: onTrailers((metadata) =>
      rewritten(metadata, (key, values) => (key === 'grpc-status-details-bin' ? [] : values)),
    ),
  },
  {
    damage: 'invents headers where none came',
    caughtBy: 'an error before anything else (bidi)',
    interceptor: hearing((listener) => {
      let came = false;
      return {
        ...listener,
        onReceiveMetadata(metadata) {
          came = true;
          listener.onReceiveMetadata(metadata);
        },
        onReceiveStatus(status) {
          if (!came) listener.onReceiveMetadata(new Metadata());
          listener.onReceiveStatus(status);
        },
      };
    }),
  },
  {
    damage: 'adds a property to the status',
    caughtBy: 'an error before anything else (server)',
    interceptor: listening(() => ({
      onReceiveStatus: (status, next) => next({ ...status, progress: 'PROCESSED' } as typeof status),
    })),
  },
  {
    damage: 'ends a failed stream as if it had succeeded',
    caughtBy: 'an error after a message (server)',
    interceptor: listening(() => ({ onReceiveStatus: (status, next) => next({ ...status, code: 0 }) })),
  },
  {
    damage: 'trims the details',
    caughtBy: 'details with line ends, percent signs and other scripts (unary)',
    interceptor: listening(() => ({
      onReceiveStatus: (status, next) => next({ ...status, details: status.details.split('\n')[0] ?? '' }),
    })),
  },
  {
    damage: 'loses the details of OK',
    caughtBy: 'OK with details of its own (unary)',
    interceptor: listening(() => ({
      onReceiveStatus: (status, next) => next(status.code === 0 ? { ...status, details: 'OK' } : status),
    })),
  },
  {
    damage: 'turns a missing response into an empty one',
    caughtBy: 'an interceptor above hears every event, also the null message (unary)',
    interceptor: listening(() => ({
      onReceiveMessage: (message, next) => next(message === null ? Buffer.alloc(0) : message),
    })),
  },
  {
    damage: 'drops empty messages',
    caughtBy: 'many responses, empty ones among them (bidi)',
    interceptor: (options, nextCall) => {
      const call = nextCall(options);
      return new InterceptingCall(call, {
        start: (metadata, _listener, next) =>
          next(metadata, {
            onReceiveMessage: (message, pass) => (message?.length === 0 ? call.startRead() : pass(message)),
          }),
      });
    },
  },
  {
    damage: 'joins two messages',
    caughtBy: 'responses a and b are not response ab (server)',
    interceptor: handing((held, next) => {
      if (held.length === 1) next(Buffer.from('ab'));
      else next(Buffer.alloc(0));
    }),
  },
  {
    damage: 'changes places of messages',
    caughtBy: 'responses a and b are not response ab (bidi)',
    interceptor: handing((held, next) => next(Buffer.from(held.length === 1 ? 'b' : 'a'))),
  },
  {
    damage: 'hands on a changed message',
    caughtBy: 'a response of 300,000 bytes (client)',
    interceptor: listening(() => ({
      onReceiveMessage: (message, next) => next(Buffer.isBuffer(message) ? message.subarray(0, -1) : message),
    })),
  },
  {
    damage: "cancels under the server's name",
    caughtBy: 'cancel after two responses (bidi)',
    interceptor: (options, nextCall) => {
      const call = nextCall(options);
      return new InterceptingCall(call, { cancel: () => call.cancelWithStatus(1, 'Call cancelled') });
    },
  },
  {
    damage: "takes its parent's cancellation for an OK",
    caughtBy: 'a parent that is cancelled after two responses (server)',
    interceptor: listening(() => ({
      onReceiveStatus: (status, next) =>
        next(status.code === 1 ? { ...status, code: 0, details: 'OK' } : status),
    })),
  },
  {
    damage: 'drains the requests before it passes them on',
    caughtBy: 'one object, changed and sent again (bidi)',
    interceptor: requesting(() => {
      let sends: (() => void)[] = [];
      return {
        sendMessage: (message, next) => void sends.push(() => next(message)),
        halfClose(next) {
          for (const send of sends) send();
          sends = [];
          next();
        },
      };
    }),
  },
  {
    damage: 'holds the end of one call back',
    caughtBy: 'concurrent calls of all kinds, their ends 35 ms apart',
    interceptor: (options, nextCall) => {
      const { requestStream, responseStream } = options.method_definition;
      const delay = requestStream && responseStream ? 120 : 0;
      return new InterceptingCall(nextCall(options), {
        start: (metadata, _listener, next) =>
          next(metadata, { onReceiveStatus: (status, pass) => void setTimeout(() => pass(status), delay) }),
      });
    },
  },
  {
    damage: 'puts the headers after the first message',
    caughtBy: 'an ordinary call (bidi)',
    interceptor: hearing((listener) => {
      let held: Metadata | undefined;
      return {
        ...listener,
        onReceiveMetadata(metadata) {
          held = metadata;
        },
        onReceiveMessage(message) {
          listener.onReceiveMessage(message);
          if (held !== undefined) listener.onReceiveMetadata(held);
          held = undefined;
        },
      };
    }),
  },
];

/** Passes everything on unchanged. */
export const HARMLESS: Interceptor = (options, nextCall) => new InterceptingCall(nextCall(options));
