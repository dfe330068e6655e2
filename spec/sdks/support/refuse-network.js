// Refuses every socket and every lookup of this process, and keeps a note of each that was asked for.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/** What was asked for, as `connect {"host":"127.0.0.1","port":1}`. */
export const refused = [];

/** Refuses from now on. */
export function refuseNetwork() {
  refuseIn(net.Socket.prototype, 'connect');
  refuseIn(dgram.Socket.prototype, 'connect');
  refuseIn(dgram.Socket.prototype, 'send');
  for (const place of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
    for (const name of Object.getOwnPropertyNames(place)) {
      if (/^(lookup|resolve|reverse)/.test(name)) refuseIn(place, name);
    }
  }
  syncBuiltinESMExports();
}

function refuseIn(place, name) {
  place[name] = (...given) => {
    const what = `${name} ${JSON.stringify(given.filter((value) => typeof value !== 'function'))}`;
    refused.push(what);
    throw new Error(`The network is refused: ${what}`);
  };
}
