import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import {
  type Cassette,
  type CassetteOptions,
  cassetteChannel,
  cassetteInterceptor,
  openCassette,
} from '../../../lib/index.js';
import { endChildren, startCommand } from '../../support/child.js';
import { type EchoSuite, useEchoSuite } from '../../support/echo-suite.js';
import { CONVERSED, converse } from './conversation.js';
import { ordersIn } from './recorded-order.js';

const SAID = ['one', 'two', 'status 0'];
const LIB = new URL('../../../lib/', import.meta.url).href;
const CONVERSATION = new URL('conversation.js', import.meta.url).href;

/** Records what a door is told of a conversation into `path`. */
type Door = (path: string, server: EchoSuite['server']) => Promise<readonly string[]>;

const throughOptions =
  (optionsOf: (cassette: Cassette) => grpc.ClientOptions): Door =>
  async (path, { address }) => {
    const opened = openCassette(path, { mode: 'once' } satisfies CassetteOptions);
    const client = new grpc.Client(address, grpc.credentials.createInsecure(), optionsOf(opened));
    const heard = await converse(client);
    await opened.close();
    client.close();
    return heard;
  };

const throughRegister: Door = async (path, { address }) => {
  const program = `
    import * as grpc from '@grpc/grpc-js';
    import { insertCassette, ejectCassette } from '${LIB}index.js';
    import { converse } from '${CONVERSATION}';
    insertCassette(${JSON.stringify(path)}, { mode: 'once' });
    const client = new grpc.Client('${address}', grpc.credentials.createInsecure());
    console.log(JSON.stringify(await converse(client)));
    client.close();
    await ejectCassette();`;
  const flags = ['--import', `${LIB}register/index.js`, '--input-type=module', '-e', program];
  const { stdout, stderr } = await startCommand(process.execPath, flags, {}).ended;
  expect(stderr).to.equal('');
  return JSON.parse(stdout);
};

const doors: Readonly<Record<string, Door>> = {
  'an interceptor': throughOptions((opened) => ({ interceptors: [cassetteInterceptor(opened)] })),
  'a channel': throughOptions((opened) => ({ channelFactoryOverride: cassetteChannel(opened) })),
  'grpc-cassette/register': throughRegister,
};

describe('calls that overlap', () => {
  const { server, temporary } = useEchoSuite();
  endChildren();

  for (const [door, record] of Object.entries(doors)) {
    it(`are numbered in one group, of every kind, through ${door}`, async () => {
      const path = temporary('chat.yaml');
      expect(await record(path, server)).to.deep.equal(SAID);
      expect(ordersIn(path)).to.deep.equal(CONVERSED);
    });
  }
});
