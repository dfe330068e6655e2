import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { Cassette } from '../lib/cassette/cassette.js';
import {
  CassetteError,
  type CassetteOptions,
  cassetteInterceptor,
  openCassette,
  type RecordMode,
  useCassette,
} from '../lib/index.js';
import { systemClock } from '../lib/open/system-clock.js';
import { resolveOptions } from '../lib/options.js';
import { FileStorage } from '../lib/storage/file.js';
import { cassette, entriesOf, entry, requestsIn, unary } from './support/cassettes.js';
import {
  callUnary,
  type EchoClient,
  type EchoServer,
  echoClient,
  startEchoServer,
} from './support/echo-server.js';
import { useWarnings, withoutModeVariable } from './support/environment.js';
import { useTemporaryFolder } from './support/temporary-folder.js';

const MODES: readonly RecordMode[] = ['none', 'once', 'new_episodes', 'rewrite', 'all'];
/** The modes that look at what a cassette holds. */
const PLAYING: readonly RecordMode[] = ['none', 'once', 'new_episodes'];
const isRoot = process.getuid?.() === 0;

/** A system error as Node throws it. */
function systemError(code: string, action: string): Error {
  return Object.assign(new Error(`${code}: it was made to fail, ${action}`), { code });
}

/** What is expected of an error. */
interface Expected {
  readonly code: string;
  readonly line?: number;
  readonly message: string;
}

let server: EchoServer;
before(async () => {
  server = await startEchoServer();
});
after(() => server.stop());

function clientOf(opened: Cassette | string, options?: CassetteOptions): EchoClient {
  return echoClient(server.address, { interceptors: [cassetteInterceptor(opened, options)] });
}

function thrownBy(action: () => unknown): CassetteError {
  try {
    action();
  } catch (error) {
    if (CassetteError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

async function rejectionOf(promise: Promise<unknown>): Promise<CassetteError> {
  const error = await promise.then(
    () => new Error('it resolved'),
    (reason: unknown) => reason,
  );
  if (CassetteError.is(error)) return error;
  throw error;
}

function assertIs(error: unknown, path: string, { code, line, message }: Expected): void {
  expect(CassetteError.is(error), String(error)).to.equal(true);
  const found = error as CassetteError;
  expect(found.message).to.equal(message.replaceAll('PATH', path));
  expect({ code: found.code, path: found.path, line: found.line }).to.deep.equal({ code, path, line });
}

/** Makes a call that needs the cassette, and checks all the ways in which it hears of the trouble. */
async function assertCallFails(opened: Cassette, expected: Expected, request = 'A'): Promise<void> {
  const reached = server.reached.length;
  const { error } = await callUnary(clientOf(opened), request);
  assertIs(error?.cause, opened.path, expected);
  expect(error?.code).to.equal(grpc.status.FAILED_PRECONDITION);
  expect(error?.details).to.equal(expected.message.replaceAll('PATH', opened.path));
  expect(server.reached.length, 'the server was reached').to.equal(reached);
  expect(opened.misses.map((miss) => miss.error)).to.deep.equal([error?.cause]);
}

describe('a file that cannot be read as a cassette', () => {
  const temporary = useTemporaryFolder();
  withoutModeVariable();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  const MEND = 'Mend the file, or move it away and record again.';
  const files: Readonly<Record<string, { text: string | Buffer } & Expected>> = {
    'that is empty': {
      text: '',
      code: 'not_a_cassette',
      line: 1,
      message: `PATH:1: this is no cassette: it is empty; an empty cassette is \`version: 1\` and \`interactions: []\`. ${MEND}`,
    },
    'that is not YAML': {
      text: 'version: 1\ninteractions: [\n',
      code: 'not_a_cassette',
      line: 3,
      message: `PATH:3: this is no cassette: it is not YAML (deficient indentation). ${MEND}`,
    },
    'that is not text': {
      text: Buffer.from('version: 1\ninteractions: []\n# \xff\xfe\n', 'latin1'),
      code: 'not_a_cassette',
      line: 3,
      message: `PATH:3: this is no cassette: it is not UTF-8 text. ${MEND}`,
    },
    'that is YAML and a list': {
      text: '- a\n- b\n',
      code: 'not_a_cassette',
      line: 1,
      message: `PATH:1: this is no cassette: it is not a mapping with version and interactions. ${MEND}`,
    },
    'that is YAML of another program': {
      text: 'interactions: []\nrecorded_with: VCR 6.0\n',
      code: 'not_a_cassette',
      line: 1,
      message: `PATH:1: this is no cassette: it has no version. ${MEND}`,
    },
    'that has no interactions': {
      text: 'version: 1\n',
      code: 'not_a_cassette',
      line: 1,
      message: `PATH:1: this is no cassette: it has no interactions. ${MEND}`,
    },
    'whose interactions are nothing': {
      text: '# mine\nversion: 1\ninteractions:\n',
      code: 'not_a_cassette',
      line: 3,
      message: `PATH:3: this is no cassette: interactions is not a list; without any it is \`interactions: []\`. ${MEND}`,
    },
    'whose version is a word': {
      text: 'version: one\ninteractions: []\n',
      code: 'not_a_cassette',
      line: 1,
      message: `PATH:1: this is no cassette: its version is not a whole number. ${MEND}`,
    },
    'of a newer version': {
      text: '# from the future\nversion: 2\ninteractions: []\n',
      code: 'newer_version',
      line: 2,
      message:
        'PATH:2: this cassette is of version 2 of the format, and this grpc-cassette reads version 1. Update grpc-cassette.',
    },
    'of a newer version, with what is new in it': {
      text: 'version: 12\nzones: {}\ninteractions:\n- seance: {}\n',
      code: 'newer_version',
      line: 1,
      message:
        'PATH:1: this cassette is of version 12 of the format, and this grpc-cassette reads version 1. Update grpc-cassette.',
    },
  };

  for (const [what, { text, ...expected }] of Object.entries(files)) {
    for (const mode of MODES) {
      it(`${what} fails the call in mode ${mode}, untouched`, async () => {
        writeFileSync(path, text);
        const opened = openCassette(path, { mode });
        await assertCallFails(opened, expected);
        await opened.close();
        expect(readFileSync(path)).to.deep.equal(Buffer.from(text));
        expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
      });
    }
  }

  for (const mode of MODES) {
    it(`that is a directory fails the call in mode ${mode}`, async () => {
      mkdirSync(path);
      writeFileSync(join(path, 'other.txt'), 'mine');
      const opened = openCassette(path, { mode });
      await assertCallFails(opened, {
        code: 'unreadable',
        message:
          'The cassette PATH cannot be read: it is a directory. Give the path of a file, such as fixtures/chat.yaml.',
      });
      await opened.close();
      expect(readdirSync(path)).to.deep.equal(['other.txt']);
    });

    const noPermission = {
      code: 'unreadable',
      message: 'The cassette PATH cannot be read: permission denied. Let this user read it.',
    };

    it(`that this user may not read fails the call in mode ${mode}${isRoot ? ' (skipped: root may read all)' : ''}`, async function () {
      if (isRoot) this.skip();
      writeFileSync(path, cassette());
      chmodSync(path, 0);
      const opened = openCassette(path, { mode });
      await assertCallFails(opened, noPermission);
      await opened.close();
      chmodSync(path, 0o600);
      expect(readFileSync(path, 'utf8')).to.equal(cassette());
    });

    for (const [code, message] of [
      ['EACCES', noPermission.message],
      ['EPERM', noPermission.message],
      ['EIO', 'The cassette PATH cannot be read: EIO. See that the file can be read.'],
    ] as const) {
      it(`whose storage answers ${code} fails the call in mode ${mode}`, async () => {
        class Unreadable extends FileStorage {
          override read(): Uint8Array | undefined {
            throw systemError(code, 'open');
          }
        }
        writeFileSync(path, cassette());
        const opened = cassetteOn(new Unreadable(), mode);
        await assertCallFails(opened, { code: 'unreadable', message });
        await opened.close();
        expect(readFileSync(path, 'utf8')).to.equal(cassette());
      });
    }
  }

  function cassetteOn(storage: FileStorage, mode: RecordMode): Cassette {
    return new Cassette({ path, file: path }, resolveOptions({ mode }), {
      storage,
      clock: systemClock,
      warn: () => undefined,
      onClose: () => undefined,
    });
  }

  it('tells it to streamed calls as well', async () => {
    writeFileSync(path, '[]');
    const client = clientOf(path, { mode: 'once' });
    for (const call of [client.ServerStream(Buffer.from('A')), client.Bidi()]) {
      call.on('data', () => undefined);
      const error = await new Promise<grpc.ServiceError>((resolve) => call.on('error', resolve));
      expect(error.code).to.equal(grpc.status.FAILED_PRECONDITION);
      expect(CassetteError.is(error.cause) && error.cause.code).to.equal('not_a_cassette');
    }
    const upload = await new Promise<grpc.ServiceError | null>((resolve) => {
      client.ClientStream((error) => resolve(error)).end();
    });
    expect(CassetteError.is(upload?.cause) && upload.cause.code).to.equal('not_a_cassette');
    await openCassette(path, { mode: 'once' }).close();
  });

  it('throws it out of what looks into the file', async () => {
    writeFileSync(path, '[]');
    const opened = openCassette(path);
    for (const look of [
      () => opened.plan,
      () => opened.interactions,
      () => opened.played,
      () => opened.unplayed,
    ]) {
      expect(thrownBy(look).code).to.equal('not_a_cassette');
    }
    await opened.save();
    await opened.close();
  });
});

describe('a broken interaction', () => {
  const temporary = useTemporaryFolder();
  withoutModeVariable();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  const MEND = 'Mend it, or delete it and record the call again.';
  const good = unary('A', 'good');
  /** Each stands behind a good one, whose 9 lines begin at line 3. `unread`: only a call finds what is wrong. */
  const broken: Readonly<Record<string, { text: string; unread?: true } & Expected>> = {
    'without its response': {
      text: '- call:\n    method: /echo.Echo/Unary\n  request_sample:\n    raw: !!binary |\n      Qg==\n',
      code: 'broken_interaction',
      line: 12,
      message: `PATH:12: this interaction cannot be read: it has no response (response_sample or response_stream). ${MEND}`,
    },
    'whose request is bad base64': {
      text: unary('B', 'b').replace('Qg==', 'Q*=='),
      unread: true,
      code: 'broken_interaction',
      line: 16,
      message: `PATH:16: this interaction cannot be read: a message is not base64. ${MEND}`,
    },
    'whose status is no number': {
      text: unary('B', 'b').replace('response_metadata: {}', 'status: {code: ok}'),
      code: 'broken_interaction',
      line: 14,
      message: `PATH:14: this interaction cannot be read: code is not a whole number. ${MEND}`,
    },
    'that is torn in its midst': {
      text: '- call:\n    method: "/echo.Echo/Un\n',
      code: 'broken_interaction',
      line: 14,
      message: `PATH:14: this interaction cannot be read: it is not YAML (deficient indentation). ${MEND}`,
    },
  };

  for (const [what, { text, unread, ...expected }] of Object.entries(broken)) {
    for (const mode of PLAYING) {
      it(`${what} fails the call that needs it in mode ${mode}, and good ones still play`, async () => {
        const before = cassette(good, text);
        expect(before.slice(0, before.indexOf(text)).split('\n')).to.have.length(12);
        writeFileSync(path, before);
        const opened = openCassette(path, { mode });
        expect((await callUnary(clientOf(opened), 'A')).response).to.equal('good');
        await assertCallFails(opened, expected, 'B');
        await opened.close();
        expect(readFileSync(path, 'utf8')).to.equal(before);
      });
    }

    for (const mode of unread === undefined ? (['rewrite', 'all'] as const) : []) {
      it(`${what} fails the call in mode ${mode}: what cannot be read is not recorded over`, async () => {
        const before = cassette(good, text);
        writeFileSync(path, before);
        const opened = openCassette(path, { mode });
        await assertCallFails(opened, expected, 'B');
        await opened.close();
        expect(readFileSync(path, 'utf8')).to.equal(before);
      });
    }
  }

  for (const mode of PLAYING) {
    it(`whose response is bad base64 fails the call that it answers in mode ${mode}`, async () => {
      const before = cassette(unary('B', 'b').replace('Yg==', 'Y-=='), good);
      writeFileSync(path, before);
      const opened = openCassette(path, { mode });
      await assertCallFails(
        opened,
        {
          code: 'broken_interaction',
          line: 10,
          message: `PATH:10: this interaction cannot be read: a message is not base64. ${MEND}`,
        },
        'B',
      );
      expect((await callUnary(clientOf(opened), 'A')).response).to.equal('good');
      await opened.close();
      expect(readFileSync(path, 'utf8')).to.equal(before);
    });
  }

  it('whose second streamed request is bad base64 ends the call in an error, and throws at nobody', async () => {
    const plan = { method: 'Bidi', requests: ['one', 'two'], responses: ['x'], after: ['end' as const] };
    writeFileSync(path, cassette(entry(plan).replace('dHdv', 'd*dv')));
    const call = clientOf(path).Bidi();
    call.on('data', () => undefined);
    const failed = new Promise<grpc.ServiceError>((resolve) => call.on('error', resolve));
    call.write(Buffer.from('one'));
    call.write(Buffer.from('two'));
    call.end();
    const error = await failed;
    expect(error.code).to.equal(grpc.status.FAILED_PRECONDITION);
    expect(CassetteError.is(error.cause) && error.cause.code).to.equal('broken_interaction');
    await openCassette(path).close();
  });

  it('whose metadata is no legal metadata fails the call that it answers', async () => {
    const call = ['response_metadata:', '  "bad key":', '  - x'];
    writeFileSync(path, cassette(entry({ requests: ['A'], responses: ['a'], call })));
    const opened = openCassette(path);
    const { error } = await callUnary(clientOf(opened), 'A');
    expect(error?.code).to.equal(grpc.status.FAILED_PRECONDITION);
    expect(CassetteError.is(error?.cause) && error.cause.code).to.equal('broken_interaction');
    expect(error?.details).to.match(
      /chat\.yaml: recorded metadata of \/echo\.Echo\/Unary is not legal: .*bad key/,
    );
    expect(opened.misses).to.have.length(1);
    await opened.close();
  });

  it('of the seed is not passed over for the next in the sequence', async () => {
    const seed = (request: string, response: string) =>
      unary(request, response).replace(/^- call:\n.*\n.*\n {2}request/, '- request');
    const text = seed('A', 'a').replace(/ {2}response_sample:\n.*\n.*\n/, '') + seed('B', 'b');
    writeFileSync(path, cassette(text));
    const opened = openCassette(path);
    const { error, response } = await callUnary(clientOf(opened), 'A');
    expect(response).to.equal(undefined);
    expect(CassetteError.is(error?.cause) && error.cause.code).to.equal('broken_interaction');
    await opened.close();
  });
});

describe('recordings that cannot be written', () => {
  const temporary = useTemporaryFolder();
  const warnings = useWarnings();
  withoutModeVariable();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  const told = (reason: string) =>
    `What was recorded for PATH could not be written: ${reason}. The calls themselves were not affected. Mend the cause; what a journal beside the cassette holds is taken in by the next recording.`;

  for (const mode of ['once', 'new_episodes', 'rewrite', 'all'] as const) {
    it(`below a path that is a file: in mode ${mode} the calls succeed, close rejects once`, async () => {
      writeFileSync(temporary('file'), 'mine');
      const below = temporary('file/chat.yaml');
      const opened = openCassette(below, { mode });
      const client = clientOf(opened);
      expect((await callUnary(client, 'A')).response).to.equal('re:A');
      expect((await callUnary(client, 'fail')).error?.details).to.equal('no such thing');
      const error = await rejectionOf(opened.close());
      expect(error.code).to.equal('write_failed');
      expect(error.path).to.equal(below);
      expect(error.message).to.match(
        /^What was recorded for .*file\/chat\.yaml could not be written: (ENOTDIR|EEXIST): .*\. The calls themselves were not affected\./,
      );
      expect((error.cause as NodeJS.ErrnoException).code).to.match(/ENOTDIR|EEXIST/);
      await opened.close();
      expect(readFileSync(temporary('file'), 'utf8')).to.equal('mine');
      expect(opened.misses).to.deep.equal([]);
    });
  }

  it('below a path that is a file: mode none misses the cassette, as anywhere', async () => {
    writeFileSync(temporary('file'), 'mine');
    const opened = openCassette(temporary('file/chat.yaml'));
    const { error } = await callUnary(clientOf(opened), 'A');
    expect(CassetteError.is(error?.cause) && error.cause.code).to.equal('missing_cassette');
    await opened.close();
  });

  it(`into a folder that may not be written: the calls succeed${isRoot ? ' (skipped: root may write all)' : ''}`, async function () {
    if (isRoot) this.skip();
    const folder = temporary('read-only');
    mkdirSync(folder, { mode: 0o500 });
    const opened = openCassette(join(folder, 'chat.yaml'), { mode: 'once' });
    expect((await callUnary(clientOf(opened), 'A')).response).to.equal('re:A');
    expect((await rejectionOf(opened.close())).code).to.equal('write_failed');
    await opened.close();
    chmodSync(folder, 0o700);
  });

  /** A file system whose writes fail while `broken` is set. */
  class Failing extends FileStorage {
    broken: readonly ('append' | 'replace' | 'remove')[] = [];

    override append(at: string, pieces: Iterable<Uint8Array>): void {
      this.#assertWhole('append');
      super.append(at, pieces);
    }

    override replace(at: string, pieces: Iterable<Uint8Array>): void {
      this.#assertWhole('replace');
      super.replace(at, pieces);
    }

    override remove(at: string): void {
      this.#assertWhole('remove');
      super.remove(at);
    }

    #assertWhole(action: 'append' | 'replace' | 'remove'): void {
      if (this.broken.includes(action)) throw systemError('ENOSPC', action);
    }
  }

  function failing(mode: RecordMode): { storage: Failing; opened: Cassette } {
    const storage = new Failing();
    const opened = new Cassette({ path, file: path }, resolveOptions({ mode }), {
      storage,
      clock: systemClock,
      warn: (message) => process.emitWarning(message, 'GrpcCassetteWarning'),
      onClose: () => undefined,
    });
    return { storage, opened };
  }

  it('on a full disk: the calls succeed, close rejects once and says why, the old cassette stays', async () => {
    const before = cassette(unary('X', 'x'));
    writeFileSync(path, before);
    const { storage, opened } = failing('rewrite');
    storage.broken = ['append', 'replace'];
    expect((await callUnary(clientOf(opened), 'A')).response).to.equal('re:A');
    const error = await rejectionOf(opened.close());
    assertIs(error, path, { code: 'write_failed', message: told('ENOSPC: it was made to fail, replace') });
    expect(error.mode).to.equal('rewrite');
    expect((error.cause as NodeJS.ErrnoException).code).to.equal('ENOSPC');
    await opened.close();
    expect(readFileSync(path, 'utf8')).to.equal(before);
  });

  it('when the disk has room again: a later save writes everything', async () => {
    const { storage, opened } = failing('once');
    const client = clientOf(opened);
    await callUnary(client, 'A');
    storage.broken = ['append', 'replace'];
    await callUnary(client, 'B');
    expect((await rejectionOf(opened.save())).code).to.equal('write_failed');
    expect(opened.dirty).to.equal(true);
    storage.broken = [];
    await callUnary(client, 'C');
    await opened.save();
    expect(opened.dirty).to.equal(false);
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['A', 'B', 'C']);
    expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
  });

  it('where only the journal cannot be written: the cassette is, and nothing is lost', async () => {
    const { storage, opened } = failing('once');
    storage.broken = ['append'];
    await callUnary(clientOf(opened), 'A');
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['A']);
  });

  it('where the journal cannot be removed: the cassette is written, that is told, nothing is doubled', async () => {
    const { storage, opened } = failing('once');
    await callUnary(clientOf(opened), 'A');
    storage.broken = ['remove'];
    await opened.save().catch(() => undefined);
    storage.broken = [];
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['A']);
  });

  it('when the process exits: there is nobody to throw at, it is a warning', async () => {
    const { storage, opened } = failing('once');
    await callUnary(clientOf(opened), 'A');
    storage.broken = ['replace'];
    opened.commitAtExit();
    expect(await warnings()).to.deep.equal([
      told('ENOSPC: it was made to fail, replace').replace('PATH', path),
    ]);
  });

  it('a large take that cannot spill is told too, and its call succeeds', async () => {
    const { storage, opened } = failing('once');
    const client = clientOf(opened);
    storage.broken = ['append', 'replace'];
    const heard = await new Promise<string | undefined>((resolve) => {
      const call = client.ClientStream((_, response) => resolve(response?.toString()));
      for (let index = 0; index < 4; index += 1) call.write(Buffer.alloc(500_000, 'x'));
      call.end();
    });
    expect(heard).to.have.length(2_000_003);
    expect((await rejectionOf(opened.save())).code).to.equal('write_failed');
    storage.broken = [];
    await opened.close().catch(() => undefined);
    if (existsSync(path)) expect(entriesOf(path).map(({ requests }) => requests.length)).to.deep.equal([4]);
  });
});

describe('a recorded response that the client cannot decode', () => {
  const temporary = useTemporaryFolder();
  withoutModeVariable();

  it('ends the call as it does live, with the CassetteError as cause', async () => {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(unary('A', 'not what it was')));
    const opened = openCassette(path);
    const client = new grpc.Client(server.address, grpc.credentials.createInsecure(), {
      interceptors: [cassetteInterceptor(opened)],
    });
    const decode = (): never => {
      throw new Error('index out of range: 5 + 110 > 15');
    };
    const same = (bytes: Buffer): Buffer => bytes;
    const error = await new Promise<grpc.ServiceError | null>((resolve) => {
      client.makeUnaryRequest('/echo.Echo/Unary', same, decode, Buffer.from('A'), (each) => resolve(each));
    });
    expect(error?.code).to.equal(grpc.status.INTERNAL);
    expect(error?.details).to.equal('Response message parsing error: index out of range: 5 + 110 > 15');
    const cause = error?.cause as CassetteError;
    expect(cause.code).to.equal('undecodable_response');
    expect(cause.path).to.equal(path);
    expect(cause.method).to.equal('/echo.Echo/Unary');
    expect(cause.message).to.equal(
      `${path}: the client cannot decode a recorded response of /echo.Echo/Unary: Error: index out of range: 5 + 110 > 15. ` +
        'If the message type has changed, record the call again; if the file was edited, mend it.',
    );
    expect((cause.cause as Error).message).to.equal('index out of range: 5 + 110 > 15');
    await opened.close();
    client.close();
  });
});

describe('options that make no sense', () => {
  const temporary = useTemporaryFolder();
  withoutModeVariable();
  const given = (options: unknown) => options as CassetteOptions;

  const wrong: readonly (readonly [string, unknown, string, string])[] = [
    [
      'an unknown option',
      { modus: 'once' },
      'modus',
      'Unknown cassette option "modus". Known options: mode, timing.',
    ],
    [
      'an unknown option that every object has',
      { constructor: 1 },
      'constructor',
      'Unknown cassette option "constructor". Known options: mode, timing.',
    ],
    [
      'an unknown option beside known ones',
      { mode: 'once', ignor: [] },
      'ignor',
      'Unknown cassette option "ignor". Known options: mode, timing.',
    ],
    [
      'a mode that is none',
      { mode: 'always' },
      'mode',
      'Unknown record mode "always" in mode. Legal modes: none, once, new_episodes, rewrite, all.',
    ],
    [
      'a mode of the wrong kind',
      { mode: true },
      'mode',
      'Unknown record mode true in mode. Legal modes: none, once, new_episodes, rewrite, all.',
    ],
    [
      'a mode that is null',
      { mode: null },
      'mode',
      'Unknown record mode null in mode. Legal modes: none, once, new_episodes, rewrite, all.',
    ],
    [
      'a timing that is a word',
      { timing: 'fast' },
      'timing',
      'The cassette option timing is "fast". Legal: "instant", "recorded" or a factor of 0 or more.',
    ],
    [
      'a timing below 0',
      { timing: -1 },
      'timing',
      'The cassette option timing is -1. Legal: "instant", "recorded" or a factor of 0 or more.',
    ],
    [
      'a timing without end',
      { timing: Number.NaN },
      'timing',
      'The cassette option timing is NaN. Legal: "instant", "recorded" or a factor of 0 or more.',
    ],
    [
      'a timing of the wrong kind',
      { timing: ['instant'] },
      'timing',
      'The cassette option timing is [object Array]. Legal: "instant", "recorded" or a factor of 0 or more.',
    ],
    [
      'options that are a word',
      'once',
      'options',
      'The cassette option options is "once". Legal: an object such as { mode: "once" }.',
    ],
    [
      'options that are null',
      null,
      'options',
      'The cassette option options is null. Legal: an object such as { mode: "once" }.',
    ],
  ];

  for (const [what, options, option, message] of wrong) {
    it(`${what}: an error when given, to each of the three doors`, async () => {
      const path = temporary('chat.yaml');
      const errors = [
        thrownBy(() => openCassette(path, given(options))),
        thrownBy(() => cassetteInterceptor(path, given(options))),
        await rejectionOf(useCassette(path, given(options), async () => undefined)),
      ];
      for (const error of errors) {
        expect(error.message).to.equal(message);
        expect(error.code).to.equal('invalid_option');
        expect(error.option).to.equal(option);
      }
      await openCassette(path, { mode: 'once' }).close();
    });
  }

  for (const [path, shown] of [
    ['', '""'],
    [' ', '" "'],
    [undefined, 'undefined'],
    [7, '7'],
  ] as const) {
    it(`a path that is ${shown}`, () => {
      const error = thrownBy(() => openCassette(path as string));
      expect(error.code).to.equal('invalid_option');
      expect(error.message).to.equal(
        `The path of a cassette is ${shown}. Give the path of a file, such as fixtures/chat.yaml.`,
      );
    });
  }

  for (const [what, first, second] of [
    ['options without a path', undefined, { mode: 'once' }],
    ['options in the place of the path', { mode: 'once' }, undefined],
    ['null in the place of the path', null, undefined],
    ['a number in the place of the path', 7, undefined],
  ] as const) {
    it(`an interceptor of ${what}`, () => {
      const error = thrownBy(() => cassetteInterceptor(first as unknown as string, given(second)));
      expect(error.code).to.equal('invalid_option');
    });
  }

  it('other options for a path that is open name both', async () => {
    const path = temporary('chat.yaml');
    const opened = openCassette(path, { mode: 'once', timing: 0.5 });
    const error = thrownBy(() => cassetteInterceptor(path, { mode: 'none' }));
    expect(error.code).to.equal('conflicting_options');
    expect(error.path).to.equal(path);
    expect(error.message).to.equal(
      `The cassette ${path} is open already with other options (mode: "once" against "none", timing: 0.5 against 0). Close it first, or give both the same options.`,
    );
    expect(openCassette(path, { timing: 0.5, mode: 'once' })).to.equal(opened);
    await opened.close();
    const again = openCassette(path, { mode: 'none' });
    expect(again).not.to.equal(opened);
    await again.close();
  });
});

describe('a cassette in its life', () => {
  const temporary = useTemporaryFolder();
  withoutModeVariable();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  for (const mode of MODES) {
    it(`is closed: in mode ${mode} a later call says so, and reaches nobody`, async () => {
      const opened = openCassette(path, { mode });
      const client = clientOf(opened);
      await opened.close();
      const reached = server.reached.length;
      const { error } = await callUnary(client, 'A');
      expect(error?.code).to.equal(grpc.status.FAILED_PRECONDITION);
      const cause = error?.cause as CassetteError;
      expect(cause.code).to.equal('closed');
      expect(cause.message).to.equal(
        `The cassette ${path} was closed before the call /echo.Echo/Unary started. Close it after the last call, or open it again.`,
      );
      expect(error?.details).to.equal(cause.message);
      expect(opened.misses.map((miss) => miss.error)).to.deep.equal([cause]);
      expect(server.reached.length).to.equal(reached);
      expect(readdirSync(dirname(path))).to.deep.equal([]);
    });
  }

  it('may be closed twice, and disposed of', async () => {
    const opened = openCassette(path, { mode: 'once' });
    await callUnary(clientOf(opened), 'A');
    await opened.close();
    await opened.close();
    await opened[Symbol.asyncDispose]();
    expect(requestsIn(path)).to.deep.equal(['A']);
  });

  it('is one for all who open its path, however they write it', async () => {
    writeFileSync(path, cassette());
    symlinkSync(path, temporary('link.yaml'));
    mkdirSync(temporary('folder'));
    symlinkSync(dirname(path), temporary('folder/back'));
    const opened = openCassette(path, { mode: 'new_episodes' });
    const others = [
      path,
      relative(process.cwd(), path),
      `./${relative(process.cwd(), path)}`,
      join(dirname(path), 'folder', '..', 'chat.yaml'),
      `${dirname(path)}/./folder/../chat.yaml`,
      temporary('link.yaml'),
      temporary('folder/back/chat.yaml'),
    ];
    for (const [index, other] of others.entries()) {
      const interceptor = cassetteInterceptor(other, { mode: 'new_episodes' });
      expect(interceptor.cassette, other).to.equal(opened);
      const client = echoClient(server.address, { interceptors: [interceptor] });
      expect((await callUnary(client, `call ${index}`)).response).to.equal(`re:call ${index}`);
    }
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(others.map((_, index) => `call ${index}`));
  });

  it('is one for all where the file is not there yet', async () => {
    mkdirSync(temporary('folder'));
    symlinkSync(temporary('folder'), temporary('link'));
    const first = openCassette(temporary('folder/new.yaml'), { mode: 'once' });
    const second = openCassette(temporary('link/new.yaml'), { mode: 'once' });
    expect(second).to.equal(first);
    await first.close();
  });

  it('is two where there are two files', async () => {
    const first = openCassette(temporary('a.yaml'), { mode: 'once' });
    const second = openCassette(temporary('b.yaml'), { mode: 'once' });
    await callUnary(clientOf(first), 'A');
    await callUnary(clientOf(second), 'B');
    await first.close();
    await second.close();
    expect(requestsIn(temporary('a.yaml'))).to.deep.equal(['A']);
    expect(requestsIn(temporary('b.yaml'))).to.deep.equal(['B']);
  });

  it('keeps the plan of its first call, also when the file goes meanwhile', async () => {
    writeFileSync(path, cassette(unary('A', 'a'), unary('A', 'b')));
    const opened = openCassette(path, { mode: 'once' });
    const client = clientOf(opened);
    expect((await callUnary(client, 'A')).response).to.equal('a');
    rmSync(path);
    expect((await callUnary(client, 'A')).response).to.equal('b');
    expect(opened.plan).to.equal('replay');
    await opened.close();
    expect(existsSync(path)).to.equal(false);
  });

  it('keeps the mode that the environment had when it was opened', async () => {
    const interceptor = cassetteInterceptor(path, { mode: 'once' });
    const client = echoClient(server.address, { interceptors: [interceptor] });
    process.env['GRPC_CASSETTE_MODE'] = 'none';
    expect((await callUnary(client, 'A')).response).to.equal('re:A');
    await interceptor.cassette?.close();
    expect(requestsIn(path)).to.deep.equal(['A']);
  });

  it('is none where the interceptor was given none: calls pass through untouched', async () => {
    const interceptor = cassetteInterceptor();
    expect(interceptor.cassette).to.equal(undefined);
    const client = echoClient(server.address, { interceptors: [interceptor] });
    const reached = server.reached.length;
    expect((await callUnary(client, 'A')).response).to.equal('re:A');
    expect((await callUnary(client, 'fail')).error?.code).to.equal(grpc.status.NOT_FOUND);
    expect(server.reached.length).to.equal(reached + 2);

    await useCassette(path, { mode: 'once' }, async (opened) => {
      expect(interceptor.cassette).to.equal(opened);
      await callUnary(client, 'B');
    });
    expect(requestsIn(path)).to.deep.equal(['B']);
    expect((await callUnary(client, 'C')).response).to.equal('re:C');
    expect(requestsIn(path)).to.deep.equal(['B']);
  });
});
