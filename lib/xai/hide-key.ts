import { InterceptingCall, type Interceptor, type Metadata, type MetadataValue } from '@grpc/grpc-js';

/**
 * Takes the key out of what a server says of a call: its headers, trailers and the details of an error, which may quote
 * it. As many asterisks take its place, so that what is encoded around it stays whole.
 */
export function hideKey(key: string): Interceptor {
  return (options, nextCall) =>
    new InterceptingCall(nextCall(options), {
      start(metadata, _listener, next) {
        next(metadata, {
          onReceiveMetadata: (received, forward) => forward(withoutKey(received, key)),
          onReceiveStatus: (status, forward) =>
            forward({
              ...status,
              details: hide(status.details, key),
              metadata: withoutKey(status.metadata, key),
            }),
        });
      },
    });
}

function withoutKey(metadata: Metadata, key: string): Metadata {
  const names = Object.keys(metadata.getMap());
  const telling = names.filter((name) => metadata.get(name).some((value) => value.includes(key)));
  if (telling.length === 0) return metadata;
  const hidden = metadata.clone();
  for (const name of telling) {
    hidden.remove(name);
    for (const value of metadata.get(name)) hidden.add(name, hideInValue(value, key));
  }
  return hidden;
}

function hideInValue(value: MetadataValue, key: string): MetadataValue {
  return typeof value === 'string'
    ? hide(value, key)
    : Buffer.from(hide(value.toString('latin1'), key), 'latin1');
}

function hide(text: string, key: string): string {
  return text.replaceAll(key, '*'.repeat(key.length));
}
