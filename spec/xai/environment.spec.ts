import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { holdsSecret } from '../../examples/demo/holds-secret.js';
import { type XaiSessionOptions, xaiCassetteSession } from '../../lib/xai/index.js';
import { thrownBy } from '../support/errors.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { runChild } from './support/run-child.js';
import { useVariables, type Variables } from './support/variables.js';
import { useXaiServer } from './support/xai-server.js';

const KEY = 'xai-test-key-0123456789';
const EMPTY = 'version: 1\ninteractions: []\n';

describe('the environment of an xAI session', function () {
  this.timeout(60_000);
  const temporary = useTemporaryFolder();
  const setVariables = useVariables();
  const server = useXaiServer();

  function withKey(variables: Variables = {}): Variables {
    return { XAI_API_KEY: KEY, XAI_BASE_URL: server().address, ...variables };
  }

  function emptyCassette(): string {
    writeFileSync(temporary('a.yaml'), EMPTY);
    return temporary('a.yaml');
  }

  describe('decides the mode:', () => {
    for (const value of ['1', 'true', 'yes', ' TRUE ', 'Yes']) {
      it(`XAI_PROTO_CASSETTE_RECORD=${JSON.stringify(value)} records anew`, async () => {
        setVariables(withKey({ XAI_PROTO_CASSETTE_RECORD: value }));
        const path = emptyCassette();
        const session = xaiCassetteSession(path);
        expect([session.cassette.mode, session.cassette.plan]).to.deep.equal(['rewrite', 'record']);
        await session.files.upload(Buffer.alloc(1), 'a');
        await session.close();
        expect(readFileSync(path, 'utf8')).to.include('method: /xai_api.Files/UploadFile');
      });
    }

    for (const value of ['', '0', 'no', 'false', 'on', 'y']) {
      it(`XAI_PROTO_CASSETTE_RECORD=${JSON.stringify(value)} replays`, () => {
        setVariables({ XAI_PROTO_CASSETTE_RECORD: value });
        const { cassette } = xaiCassetteSession(emptyCassette());
        expect([cassette.mode, cassette.plan]).to.deep.equal(['none', 'replay']);
        return cassette.close();
      });
    }

    const ROWS: readonly [Variables, XaiSessionOptions, string][] = [
      [{ XAI_PROTO_CASSETTE_RECORD: '1' }, { recordMode: 'none' }, 'none'],
      [{ XAI_PROTO_CASSETTE_RECORD: '1' }, { recordMode: 'once' }, 'once'],
      [{ XAI_PROTO_CASSETTE_RECORD: '1', GRPC_CASSETTE_MODE: 'none' }, {}, 'none'],
      [{ XAI_PROTO_CASSETTE_RECORD: '1', GRPC_CASSETTE_MODE: ' ' }, {}, 'rewrite'],
      [{ GRPC_CASSETTE_MODE: ' None ' }, { recordMode: 'rewrite' }, 'none'],
      [{ GRPC_CASSETTE_MODE: 'all' }, { recordMode: 'none' }, 'all'],
      [{ GRPC_CASSETTE_MODE: '' }, { recordMode: 'new_episodes' }, 'new_episodes'],
      [{}, {}, 'none'],
    ];
    for (const [variables, options, mode] of ROWS) {
      it(`${JSON.stringify(variables)} with ${JSON.stringify(options)} is mode ${mode}`, () => {
        setVariables(withKey(variables));
        const { cassette } = xaiCassetteSession(emptyCassette(), options);
        expect(cassette.mode).to.equal(mode);
        return cassette.close();
      });
    }

    it('GRPC_CASSETTE_MODE=none needs no key and records nothing, whatever the code says', () => {
      setVariables({ GRPC_CASSETTE_MODE: 'none', XAI_PROTO_CASSETTE_RECORD: '1' });
      const missing = thrownBy(() => xaiCassetteSession(temporary('b.yaml'), { recordMode: 'once' }));
      expect(missing.code).to.equal('missing_cassette');
      const session = xaiCassetteSession(emptyCassette(), { recordMode: 'rewrite' });
      expect(session.cassette.plan).to.equal('replay');
      return session.close();
    });

    it('GRPC_CASSETTE_MODE=rewrite needs a key, whatever the code says', () => {
      setVariables({ GRPC_CASSETTE_MODE: 'rewrite' });
      expect(thrownBy(() => xaiCassetteSession(emptyCassette(), { recordMode: 'none' })).message).to.equal(
        `Set \`XAI_API_KEY\` to record xAI proto cassettes.\nCassette: ${temporary('a.yaml')} (mode rewrite)`,
      );
    });

    it('an unknown GRPC_CASSETTE_MODE is an error that lists the five', () => {
      setVariables(withKey({ GRPC_CASSETTE_MODE: 'Sometimes', XAI_PROTO_CASSETTE_RECORD: '1' }));
      expect(thrownBy(() => xaiCassetteSession(emptyCassette())).message).to.equal(
        'Unknown record mode "Sometimes" in GRPC_CASSETTE_MODE. Legal modes: none, once, new_episodes, rewrite, all.',
      );
    });

    it('an unknown recordMode is one too, also where GRPC_CASSETTE_MODE wins over it', () => {
      setVariables({ GRPC_CASSETTE_MODE: 'none' });
      const options = { recordMode: 'sometimes' } as unknown as XaiSessionOptions;
      expect(thrownBy(() => xaiCassetteSession(emptyCassette(), options)).message).to.equal(
        'Unknown record mode "sometimes" in recordMode. Legal modes: none, once, new_episodes, rewrite, all.',
      );
    });
  });

  describe('has a key where something may be recorded:', () => {
    for (const [recordMode, exists] of [
      ['once', false],
      ['new_episodes', false],
      ['new_episodes', true],
      ['rewrite', false],
      ['rewrite', true],
      ['all', false],
      ['all', true],
    ] as const) {
      it(`mode ${recordMode} with ${exists ? 'a' : 'no'} cassette fails at once without one`, () => {
        const path = exists ? emptyCassette() : temporary('b.yaml');
        for (const XAI_API_KEY of [undefined, '', '  ']) {
          setVariables(XAI_API_KEY === undefined ? {} : { XAI_API_KEY });
          const error = thrownBy(() => xaiCassetteSession(path, { recordMode }));
          expect(error).to.include({ code: 'invalid_option', option: 'XAI_API_KEY', path, mode: recordMode });
          expect(error.message).to.equal(
            `Set \`XAI_API_KEY\` to record xAI proto cassettes.\nCassette: ${path} (mode ${recordMode})`,
          );
        }
        expect(readdirSync(temporary(''))).to.deep.equal(exists ? ['a.yaml'] : []);
      });
    }

    for (const recordMode of ['none', 'once'] as const) {
      it(`mode ${recordMode} with a cassette needs none`, () => {
        const { cassette } = xaiCassetteSession(emptyCassette(), { recordMode });
        expect(cassette.plan).to.equal('replay');
        return cassette.close();
      });
    }

    for (const key of ['two words', `${KEY}\nxai-second-line`, 'clé']) {
      it(`${JSON.stringify(key)} is told to be none, and is not quoted`, () => {
        setVariables({ XAI_API_KEY: key });
        expect(thrownBy(() => xaiCassetteSession('a.yaml', { recordMode: 'once' })).message).to.equal(
          '`XAI_API_KEY` holds a blank, a line end or a letter outside ASCII, and cannot be sent.\nCassette: a.yaml (mode once)',
        );
      });
    }

    it('blanks and line ends around it do not count', async () => {
      setVariables(withKey({ XAI_API_KEY: ` ${KEY}\n` }));
      const session = xaiCassetteSession(temporary('a.yaml'), { recordMode: 'once' });
      await session.files.upload(Buffer.alloc(1), 'a');
      await session.close();
      expect(server().calls[0]?.metadata.get('authorization')).to.deep.equal([`Bearer ${KEY}`]);
    });
  });

  describe('says where the API is:', () => {
    const targetOf = (XAI_BASE_URL?: string): string => {
      setVariables({ XAI_API_KEY: KEY, ...(XAI_BASE_URL === undefined ? {} : { XAI_BASE_URL }) });
      const session = xaiCassetteSession(temporary('a.yaml'), { recordMode: 'once' });
      void session.close();
      return session.chatClient.getChannel().getTarget();
    };

    for (const [given, target] of [
      [undefined, 'dns:api.x.ai:443'],
      ['', 'dns:api.x.ai:443'],
      [' eu-west-1.api.x.ai ', 'dns:eu-west-1.api.x.ai:443'],
      ['gateway.example:8443', 'dns:gateway.example:8443'],
      ['https://gateway.example', 'dns:gateway.example:443'],
      ['https://gateway.example/', 'dns:gateway.example:443'],
      ['HTTPS://gateway.example:8443', 'dns:gateway.example:8443'],
      ['localhost:50051', 'dns:localhost:50051'],
      ['http://localhost:50051/', 'dns:localhost:50051'],
      ['https://localhost:50051', 'dns:localhost:50051'],
      ['http://127.0.0.1', 'dns:127.0.0.1:80'],
      ['[::1]:50051', 'dns:[::1]:50051'],
    ] as const) {
      it(`XAI_BASE_URL=${given}: ${target}`, () => expect(targetOf(given)).to.equal(target));
    }

    for (const form of [
      (port: number) => `127.0.0.1:${port}`,
      (port: number) => `http://127.0.0.1:${port}`,
      (port: number) => `localhost:${port}`,
      (port: number) => `http://localhost:${port}/`,
    ]) {
      it(`${form(50051)} is spoken to in the clear, with the key`, async () => {
        setVariables({ XAI_API_KEY: KEY, XAI_BASE_URL: form(server().port) });
        const session = xaiCassetteSession(temporary('a.yaml'), { recordMode: 'once' });
        await session.files.upload(Buffer.alloc(1), 'a');
        await session.close();
        expect(server().calls[0]?.metadata.get('authorization')).to.deep.equal([`Bearer ${KEY}`]);
      });
    }

    for (const given of [
      'https://gateway.example/v1',
      'https://gateway.example/?a=b',
      'https://someone:hunter2@gateway.example',
      'grpc://gateway.example',
      'https://',
      'not an address',
      'gateway.example:port',
    ]) {
      it(`${given} is an error, and is not quoted`, () => {
        const error = thrownBy(() => targetOf(given));
        expect(error).to.include({ code: 'invalid_option', option: 'XAI_BASE_URL' });
        expect(error.message).to.equal(
          'XAI_BASE_URL is not the address of a gRPC server. Give host:port, such as api.x.ai:443 or localhost:50051, with ' +
            'https:// or http:// before it or not, and no path after it.',
        );
      });
    }

    it('a key is not sent in the clear to another machine', () => {
      expect(thrownBy(() => targetOf('http://gateway.example:8080')).message).to.equal(
        'XAI_BASE_URL asks for http:// to gateway.example. A key is sent without TLS to this machine only: use https://.',
      );
    });

    it('a replay asks neither for a key nor for an address', () => {
      setVariables({ XAI_BASE_URL: 'not an address' });
      return xaiCassetteSession(emptyCassette()).close();
    });
  });

  describe('keeps the key to itself:', () => {
    /** Every file of the test's folder, hidden ones too. */
    const filesText = (): string =>
      readdirSync(temporary(''))
        .map((name) => readFileSync(join(temporary(''), name), 'utf8'))
        .join('\n');

    it('a server that quotes it does not get it into an error or a file', async () => {
      server().refusal = (metadata) => `cannot accept ${metadata.get('authorization')}`;
      const path = temporary('a.yaml');
      const options = { recordMode: 'once' } as const;
      const { errors, output } = await runChild({ path, options, calls: ['sample'] }, withKey());
      const stars = '*'.repeat(KEY.length);
      expect(errors[0]).to.include(`cannot accept Bearer ${stars}`);
      expect(errors[0]).to.include(`"x-quoted":"Bearer ${stars}"`);
      expect(errors[0]).to.include(Buffer.from(`Bearer ${stars}`).toString('base64'));
      expect(filesText()).to.include(`cannot accept Bearer ${stars}`);
      expect(filesText().match(/x-quoted:/g)).to.have.length(2);
      expect(holdsSecret([output, filesText()].join('\n'), KEY)).to.equal(false);
    });

    it('an address that holds it is not quoted', async () => {
      const job = { path: temporary('a.yaml'), options: { recordMode: 'once' }, calls: [] } as const;
      for (const XAI_BASE_URL of [`https://${KEY}@gateway.example`, `https://gateway.example/${KEY}`]) {
        const { errors, output } = await runChild(job, withKey({ XAI_BASE_URL }));
        expect(errors).to.have.length(1);
        expect(output).to.not.include(KEY);
      }
    });

    it('a key that cannot be sent is not quoted by grpc-js either', async () => {
      const job = { path: temporary('a.yaml'), options: { recordMode: 'once' }, calls: ['sample'] } as const;
      const { errors, output } = await runChild(job, withKey({ XAI_API_KEY: `${KEY}\u0007é` }));
      expect(errors).to.have.length(1);
      expect(output).to.not.include(KEY);
    });
  });

  describe('refuses:', () => {
    for (const recordMode of ['none', undefined] as const) {
      it(`mode ${recordMode} with no cassette, and says where it should be and how to record it`, () => {
        const path = temporary('missing.yaml');
        const error = thrownBy(() =>
          xaiCassetteSession(path, recordMode === undefined ? {} : { recordMode }),
        );
        expect(error).to.include({ code: 'missing_cassette', path, mode: 'none' });
        expect(error.message).to.equal(
          `Missing xAI proto cassette.\nExpected: ${path}\n\nTo record it (requires network + creds):\n\nExample:\n` +
            '  XAI_API_KEY=... [XAI_BASE_URL=...] GRPC_CASSETTE_MODE=rewrite npx mocha <test>',
        );
        expect(existsSync(path)).to.equal(false);
      });
    }

    it('an option that there is not', () => {
      const options = { mode: 'once' } as XaiSessionOptions;
      expect(thrownBy(() => xaiCassetteSession(emptyCassette(), options)).message).to.equal(
        'Unknown option "mode" of xaiCassetteSession. Known options: recordMode, includeDebugJson, timing, redact.',
      );
    });

    it('a file that is no cassette, at once, and opens it when it is mended', async () => {
      const path = temporary('a.yaml');
      writeFileSync(path, 'no cassette');
      expect(thrownBy(() => xaiCassetteSession(path))).to.include({ code: 'not_a_cassette', path });
      writeFileSync(path, EMPTY);
      await xaiCassetteSession(path, { recordMode: 'once' }).close();
    });
  });
});
