import { type CallOptions, type ChannelCredentials, credentials, Metadata } from '@grpc/grpc-js';

/** Where the demo's calls go, and with what. */
export interface Target {
  readonly address: string;
  readonly channel: ChannelCredentials;
  /** The call credentials, where there is a key. */
  readonly call: CallOptions;
}

/** The real API, or whatever stands at `baseUrl`. The key goes with each call, and in the clear to this machine only. */
export function liveTarget(key: string, baseUrl: string | undefined): Target {
  const given = baseUrl || 'https://api.x.ai';
  const url = new URL(given.includes('://') ? given : `${isLoopback(given) ? 'http' : 'https'}://${given}`);
  const secure = url.protocol !== 'http:';
  if (!secure && !isLoopback(url.host)) {
    throw new Error(
      `XAI_BASE_URL is ${given}: a key is sent without TLS to this machine only. Use https://.`,
    );
  }
  const bearer = credentials.createFromMetadataGenerator((_, callback) => {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${key}`);
    callback(null, metadata);
  });
  return {
    address: `${url.hostname}:${url.port || (secure ? 443 : 80)}`,
    channel: secure ? credentials.createSsl() : credentials.createInsecure(),
    call: { credentials: bearer },
  };
}

function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host);
}
