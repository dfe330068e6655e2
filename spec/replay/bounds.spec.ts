import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { cassetteChannel, cassetteInterceptor, openCassette } from '../../lib/index.js';
import { cassette, type EntryPlan, entry } from '../support/cassettes.js';
import { callUnary, type EchoClient, echoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { askStream, sayAll } from './talk.js';

/** Lines of a `call` block that make an event wait for more than the one request that is sent. */
const BOUNDS: Readonly<Record<string, readonly string[]>> = {
  'headers after the half-close': ['metadata_after: end'],
  'a status after the half-close': ['status_after: end'],
  'both after the half-close': ['metadata_after: end', 'status_after: end'],
  'headers after more requests than there are': ['metadata_after: 2'],
  'a status after more requests than there are': ['status_after: 999999999999999'],
  'both after all requests': ['metadata_after: 1', 'status_after: 1'],
};

type Plan = Omit<EntryPlan, 'requests' | 'call'>;

/** A call of each kind with the one request `A`: what is recorded of it, and how it is made. */
const KINDS: readonly { readonly plan: Plan; ask(client: EchoClient): Promise<readonly string[]> }[] = [
  {
    plan: { method: 'Unary', responses: ['a'] },
    ask: async (client) => [(await callUnary(client, 'A')).response ?? 'nothing', 'status 0'],
  },
  {
    plan: { method: 'ServerStream', responses: ['a', 'b'], after: ['end', 7] },
    ask: (client) => askStream(client, 'A'),
  },
  {
    plan: { method: 'ClientStream', responses: ['a'] },
    ask: (client) =>
      new Promise((resolve) => {
        client.ClientStream((_, response) => resolve([String(response), 'status 0'])).end(Buffer.from('A'));
      }),
  },
  {
    plan: { method: 'Bidi', responses: ['a', 'b'], after: ['end', 7] },
    ask: (client) => sayAll(client, ['A']),
  },
];

describe('a half-close', () => {
  const { temporary } = useEchoSuite();

  for (const [what, bounds] of Object.entries(BOUNDS)) {
    for (const { plan, ask } of KINDS) {
      for (const door of ['interceptor', 'channel']) {
        it(`satisfies every bound: ${plan.method} with ${what}, through the ${door}`, async () => {
          const path = temporary('chat.yaml');
          const call = ['response_metadata: {}', ...bounds];
          writeFileSync(path, cassette(entry({ ...plan, requests: ['A'], call })));
          const opened = openCassette(path);
          const client = echoClient(
            '127.0.0.1:1',
            door === 'interceptor'
              ? { interceptors: [cassetteInterceptor(opened)] }
              : { channelFactoryOverride: cassetteChannel(opened) },
          );
          expect(await ask(client)).to.deep.equal([...plan.responses, 'status 0']);
          expect([opened.misses, opened.unplayed]).to.deep.equal([[], []]);
          client.close();
          await opened.close();
        });
      }
    }
  }
});
