/** The schemes that grpc-js resolves, and its xDS add-on's. What has none of them is a name for DNS. */
const SCHEME = /^(?:dns|ipv4|ipv6|unix|xds):/;

/** The target of a channel to `address`, as `getTarget` of grpc-js's own channel says it. */
export function targetOfAddress(address: string): string {
  return SCHEME.test(address) ? address : `dns:${address}`;
}
