import { cassetteClientOptions, cassetteInterceptor } from 'grpc-cassette';

/** What a program puts into the options of its client, for each door. `register` needs `node --import` besides. */
const DOORS = {
  interceptor: (cassette) => ({ interceptors: [cassetteInterceptor(cassette)] }),
  channel: (cassette) => cassetteClientOptions(cassette),
  register: () => ({}),
};

/** The options that put a cassette between a client and the network. */
export function clientOptions(door, cassette) {
  return DOORS[door](cassette);
}
