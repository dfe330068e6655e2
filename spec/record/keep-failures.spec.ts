import type * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { type Cassette, cassetteChannel, cassetteInterceptor, openCassette } from '../../lib/index.js';
import { entriesOf } from '../support/cassettes.js';
import { endChildren, startCommand } from '../support/child.js';
import { useWarnings, withoutModeVariable } from '../support/environment.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { ordersIn } from './order/recorded-order.js';
import { Outages } from './support/outages.js';

const RECORDED = ['re:0', 're:1', 're:2', '14', 're:3', 're:4'];
const LIB = new URL('../../lib/', import.meta.url).href;
const OUTAGES = new URL('support/outages.js', import.meta.url).href;

const doors: Readonly<Record<string, (opened: Cassette) => grpc.ClientOptions>> = {
  'an interceptor': (opened) => ({ interceptors: [cassetteInterceptor(opened)] }),
  'a channel': (opened) => ({ channelFactoryOverride: cassetteChannel(opened) }),
};

const BESIDE = 'They are not between calls that did reach one, as keepFailures asks.';
const WITHOUT = 'The option keepFailures: true records such calls between others that did reach one.';

describe('calls that reach no server, with keepFailures', () => {
  const temporary = useTemporaryFolder();
  const warnings = useWarnings();
  withoutModeVariable();
  endChildren();
  let path: string;
  let outages: Outages;
  beforeEach(async () => {
    path = temporary('chat.yaml');
    outages = new Outages();
    await outages.begin();
  });
  afterEach(() => outages.stop());

  const open = (keepFailures = true) => openCassette(path, { mode: 'once', keepFailures });

  /** The requests in the cassette, each failure with the code it has. */
  const recorded = (): readonly string[] =>
    entriesOf(path).map(({ requests, call }) => {
      const { code } = call['status'] as { readonly code: number };
      expect(call['reached_server']).to.equal(code === 14 ? false : undefined);
      return code === 0 ? `${requests[0]}` : `${requests[0]} ${code}`;
    });

  for (const [door, options] of Object.entries(doors)) {
    it(`are recorded between others, and replayed where they were, through ${door}`, async () => {
      const opened = open();
      expect(await outages.reconnect(options(opened))).to.deep.equal(RECORDED);
      await opened.close();
      expect(recorded()).to.deep.equal(['0', '1', '2', 'lost 14', '3', '4']);
      expect(await warnings()).to.deep.equal([]);
      await outages.stop();
      const again = openCassette(path);
      expect(await outages.reconnect(options(again), false)).to.deep.equal(RECORDED);
      expect(again.misses).to.deep.equal([]);
      await again.close();
    });
  }

  it('are recorded between others, and replayed, through grpc-cassette/register', async () => {
    const run = async (options: object) => {
      const program = `
        import { insertCassette, ejectCassette } from '${LIB}index.js';
        import { Outages } from '${OUTAGES}';
        const outages = new Outages();
        const options = ${JSON.stringify(options)};
        if (options.mode) await outages.begin();
        insertCassette(${JSON.stringify(path)}, options);
        console.log(JSON.stringify(await outages.reconnect({}, options.mode !== undefined)));
        await ejectCassette();
        await outages.stop();`;
      const flags = ['--import', `${LIB}register/index.js`, '--input-type=module', '-e', program];
      const { stdout, stderr } = await startCommand(process.execPath, flags, {}).ended;
      expect(stderr).to.equal('');
      return JSON.parse(stdout) as unknown;
    };
    expect(await run({ mode: 'once', keepFailures: true })).to.deep.equal(RECORDED);
    expect(recorded()).to.deep.equal(['0', '1', '2', 'lost 14', '3', '4']);
    expect(await run({})).to.deep.equal(RECORDED);
  });

  it('are not recorded before the first call that reaches one, nor after the last, and that is told', async () => {
    const opened = open();
    const options = { interceptors: [cassetteInterceptor(opened)] };
    await outages.stop();
    await outages.ask(options, 'early');
    await outages.start();
    await outages.ask(options, '0');
    await outages.stop();
    await outages.ask(options, 'between');
    await outages.start();
    await outages.ask(options, '1');
    await outages.stop();
    for (const request of ['late', 'later']) await outages.ask(options, request);
    await opened.close();
    expect(recorded()).to.deep.equal(['0', 'between 14', '1']);
    expect(await warnings()).to.deep.equal([told(3, 'were')]);
  });

  it('are recorded, too, between calls that failed otherwise, without so much as headers', async () => {
    const opened = open();
    const options = { interceptors: [cassetteInterceptor(opened)] };
    await outages.ask(options, 'fail');
    await outages.stop();
    await outages.ask(options, 'between');
    await outages.start();
    await outages.ask(options, 'fail');
    await opened.close();
    expect(recorded()).to.deep.equal(['fail 5', 'between 14', 'fail 5']);
  });

  it('are not recorded where none reaches one', async () => {
    const opened = open();
    await outages.stop();
    await outages.ask({ interceptors: [cassetteInterceptor(opened)] }, 'outage');
    await opened.close();
    expect(await warnings()).to.deep.equal([told(1, 'was')]);
    expect(openCassette(path).plan).to.equal('missing');
  });

  it('are recorded beside a stream that has begun and not ended, with their place in its group', async () => {
    const opened = open();
    const options = { interceptors: [cassetteInterceptor(opened)] };
    const other = new Outages();
    await other.begin();
    const watch = await other.watch(options);
    await outages.stop();
    await outages.ask(options, 'beside');
    await watch.say('on');
    await outages.ask(options, 'beside, too');
    await watch.end();
    await outages.ask(options, 'after');
    await other.ask(options, 'last');
    await opened.close();
    await other.stop();
    expect(recorded()).to.deep.equal(['watch', 'beside 14', 'beside, too 14', 'after 14', 'last']);
    expect(ordersIn(path).map(({ order }) => order?.['start'])).to.deep.equal([
      1,
      5,
      11,
      undefined,
      undefined,
    ]);
    expect(await warnings()).to.deep.equal([]);
  });

  it('are recorded before a stream that has begun and is cut short, and not behind it', async () => {
    const opened = open();
    const options = { interceptors: [cassetteInterceptor(opened)] };
    await outages.ask(options, '0');
    await outages.stop();
    await outages.ask(options, 'before');
    await outages.start();
    const watch = await outages.watch(options);
    const deaf = new Outages();
    await deaf.begin();
    await deaf.stop();
    await deaf.ask(options, 'behind');
    await opened.close();
    await watch.cancel();
    expect(entriesOf(path).map(({ requests }) => requests[0])).to.deep.equal(['0', 'before', 'watch']);
  });

  it('are not recorded without it, and the warning names it', async () => {
    const opened = open(false);
    await outages.reconnect({ interceptors: [cassetteInterceptor(opened)] });
    await opened.close();
    expect(recorded()).to.deep.equal(['0', '1', '2', '3', '4']);
    expect(await warnings()).to.deep.equal([told(1, 'was', WITHOUT)]);
  });

  const told = (count: number, were: string, why: string = BESIDE): string =>
    `${path}: recording (mode once), ${count} call${count === 1 ? '' : 's'} reached no server and ${were} not recorded (/echo.Echo/Unary). Nobody answers at dns:${outages.address}. Start the server and record again. ${why}`;
});
