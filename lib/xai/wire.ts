import {
  type CallCredentials,
  type CallInvocationTransformer,
  type ChannelOptions,
  credentials,
  type Interceptor,
  Metadata,
} from '@grpc/grpc-js';

const MEBIBYTE = 2 ** 20;
/** The SDK's limit for a call that sets none: 27 minutes, in milliseconds. */
const DEFAULT_TIMEOUT = 27 * 60 * 1000;

/** This package's version, as it is told to the API. */
const CLIENT_VERSION = '0.1.0';

/** How the xAI SDK sets up its channel. */
export const CHANNEL_OPTIONS: ChannelOptions = {
  'grpc.max_send_message_length': 20 * MEBIBYTE,
  'grpc.max_receive_message_length': 20 * MEBIBYTE,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.enable_retries': 1,
  'grpc.service_config': JSON.stringify({
    methodConfig: [
      {
        name: [{}],
        retryPolicy: {
          maxAttempts: 5,
          initialBackoff: '0.1s',
          maxBackoff: '1s',
          backoffMultiplier: 2,
          retryableStatusCodes: ['UNAVAILABLE'],
        },
      },
    ],
  }),
};

/** What goes with each call. Added beneath the interceptors, where no cassette sees it. */
export function bearer(key: string): CallCredentials {
  return credentials.createFromMetadataGenerator((_, callback) => {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${key}`);
    metadata.set('xai-sdk-version', `grpc-cassette/${CLIENT_VERSION}`);
    metadata.set('xai-sdk-language', `node/${process.versions.node}`);
    callback(null, metadata);
  });
}

/** What a session adds to each call. */
interface CallExtras {
  readonly cassette: Interceptor;
  /** What goes with each call; undefined where no call leaves the process. */
  readonly credentials: CallCredentials | undefined;
  /** Stand beneath all others. */
  readonly innermost: readonly Interceptor[];
}

/**
 * Gives each call its deadline and its credentials where it brings none, and the cassette before the interceptors that
 * it brings: grpc-js would let those take the place of the client's own.
 */
export function prepareCalls(extras: CallExtras): CallInvocationTransformer {
  return (call) => {
    const { interceptors = [], interceptor_providers: providers = [], ...options } = call.callOptions;
    const provided = providers.map((provide) => provide(call.methodDefinition));
    const chosen = options.credentials ?? extras.credentials;
    return {
      ...call,
      callOptions: {
        ...options,
        deadline: options.deadline ?? Date.now() + DEFAULT_TIMEOUT,
        ...(chosen === undefined ? {} : { credentials: chosen }),
        interceptors: [extras.cassette, ...interceptors, ...provided, ...extras.innermost].filter(Boolean),
      },
    };
  };
}
