import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { CassetteError, openCassette, type RecordMode } from '../../lib/index.js';
import { cassette } from '../support/cassettes.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { thrownBy } from '../support/errors.js';
import { cassetteOn, FailingStorage } from '../support/failing-storage.js';
import { assertCallFails, type Expected } from './told.js';

const MODES: readonly RecordMode[] = ['none', 'once', 'new_episodes', 'rewrite', 'all'];
const isRoot = process.getuid?.() === 0;

describe('a file that cannot be read as a cassette', () => {
  const suite = useEchoSuite();
  const { clientOf, temporary } = suite;
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
        await assertCallFails(suite, opened, expected);
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
      await assertCallFails(suite, opened, {
        code: 'unreadable',
        message:
          'The cassette PATH cannot be read: it is a directory. Give the path of a file, such as fixtures/chat.yaml.',
      });
      await opened.close();
      expect(readdirSync(path)).to.deep.equal(['other.txt']);
    });

    it(`that is a pipe fails the call in mode ${mode}, and is not waited for`, async () => {
      expect(spawnSync('mkfifo', [path]).status).to.equal(0);
      const opened = openCassette(path, { mode });
      await assertCallFails(suite, opened, {
        code: 'unreadable',
        message:
          'The cassette PATH cannot be read: it is no regular file. Give the path of one, such as fixtures/chat.yaml.',
      });
      await opened.close();
      expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
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
      await assertCallFails(suite, opened, noPermission);
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
        const storage = new FailingStorage(code);
        storage.broken = ['read'];
        writeFileSync(path, cassette());
        const opened = cassetteOn(storage, path, mode);
        await assertCallFails(suite, opened, { code: 'unreadable', message });
        await opened.close();
        expect(readFileSync(path, 'utf8')).to.equal(cassette());
      });
    }
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
