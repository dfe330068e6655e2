import dns from 'node:dns';
import http2 from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';

/** What was asked of the network since this module was loaded. Import it before anything that loads grpc-js. */
export const touched: string[] = [];

function trap(holder: object, holderName: string, names: readonly string[]): void {
  for (const name of names) {
    const trapped = (): never => {
      touched.push(`${holderName}.${name}`);
      throw new Error(`${holderName}.${name} was called`);
    };
    Object.defineProperty(holder, name, { value: trapped, configurable: true, writable: true });
  }
}

trap(net, 'net', ['connect', 'createConnection']);
trap(net.Socket.prototype, 'net.Socket', ['connect']);
trap(tls, 'tls', ['connect']);
trap(http2, 'http2', ['connect']);
const RESOLVING = ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveTxt', 'resolveSrv'];
trap(dns, 'dns', RESOLVING);
trap(dns.promises, 'dns.promises', RESOLVING);
trap(dns.promises.Resolver.prototype, 'dns.promises.Resolver', RESOLVING.slice(1));
