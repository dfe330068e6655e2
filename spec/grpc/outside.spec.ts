import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  CassetteError,
  cassetteChannel,
  cassetteInterceptor,
  type OutsideOptions,
  openCassette,
  useCassette,
} from '../../lib/index.js';
import { cassette, unary } from '../support/cassettes.js';
import { callUnary, type EchoClient, echoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { useWarnings } from '../support/environment.js';
import { thrownBy } from '../support/errors.js';

describe('a call that no cassette is in charge of', () => {
  const { server, temporary } = useEchoSuite();
  const warnings = useWarnings();
  const clients: EchoClient[] = [];
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
    delete process.env['GRPC_CASSETTE_OUTSIDE'];
  });

  const DOORS: Readonly<Record<string, (options?: OutsideOptions) => EchoClient>> = {
    interceptor: (options) => echoClient(server.address, { interceptors: [cassetteInterceptor(options)] }),
    channel: (options) =>
      echoClient(server.address, { channelFactoryOverride: cassetteChannel(undefined, options) }),
  };

  for (const [door, make] of Object.entries(DOORS)) {
    const clientOf = (options?: OutsideOptions): EchoClient => {
      const client = make(options);
      clients.push(client);
      return client;
    };

    it(`passes through the ${door} in silence, where nothing is said`, async () => {
      expect((await callUnary(clientOf(), 'A')).response).to.equal('re:A');
      expect(await warnings()).to.deep.equal([]);
    });

    it(`fails and reaches nobody, with outside: error, by the ${door}`, async () => {
      const reached = server.reached.length;
      const { error } = await callUnary(clientOf({ outside: 'error' }), 'A');
      expect(error?.code).to.equal(9);
      expect(CassetteError.is(error?.cause) && error.cause.code).to.equal('no_cassette');
      expect(error?.details).to.equal(
        "No cassette is in charge of the call /echo.Echo/Unary, and outside: 'error' lets none pass. Make it inside of useCassette, or between insertCassette and ejectCassette, or give its client a path.",
      );
      expect(server.reached).to.have.length(reached);
    });

    it(`is decided by the environment before the code, by the ${door}`, async () => {
      process.env['GRPC_CASSETTE_OUTSIDE'] = ' Error ';
      const failing = clientOf({ outside: 'pass' });
      process.env['GRPC_CASSETTE_OUTSIDE'] = '';
      const passing = clientOf({ outside: 'pass' });
      expect((await callUnary(failing, 'A')).error?.code).to.equal(9);
      expect((await callUnary(passing, 'A')).response).to.equal('re:A');
    });

    it(`is no such call inside of useCassette, by the ${door}`, async () => {
      const path = temporary('chat.yaml');
      writeFileSync(path, cassette(unary('A', 'a')));
      const client = clientOf({ outside: 'error' });
      expect((await useCassette(path, () => callUnary(client, 'A'))).response).to.equal('a');
    });
  }

  it('is told once for each method, with outside: warn', async () => {
    const client = DOORS['interceptor']?.({ outside: 'warn' }) as EchoClient;
    clients.push(client);
    for (const request of ['A', 'B'])
      expect((await callUnary(client, request)).response).to.equal(`re:${request}`);
    expect(await warnings()).to.deep.equal([
      "No cassette is in charge of the call /echo.Echo/Unary: it reached the network, and is not recorded. Make it inside of useCassette, or between insertCassette and ejectCassette; outside: 'error' fails such calls, 'pass' lets them pass in silence.",
    ]);
  });

  it('is all that outside is for: it is refused with a path, and so is a rule that there is not', () => {
    const errors = [
      thrownBy(() => cassetteInterceptor('chat.yaml', { outside: 'error' } as never)),
      thrownBy(() => cassetteInterceptor({ outside: 'never' as never })),
      thrownBy(() => cassetteInterceptor(undefined, { outside: 'error', mode: 'once' } as never)),
      thrownBy(() =>
        cassetteInterceptor(openCassette(temporary('chat.yaml')), { outside: 'error' } as never),
      ),
    ];
    expect(errors.map(({ code, option }) => [code, option])).to.deep.equal([
      ['invalid_option', 'outside'],
      ['invalid_option', 'outside'],
      ['invalid_option', 'options'],
      ['invalid_option', 'options'],
    ]);
    expect(errors[1]?.message).to.equal(
      'The cassette option outside is "never". Legal: "pass", "warn", "error".',
    );
  });
});
