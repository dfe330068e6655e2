import { expect } from 'chai';
import { isAround } from '../../lib/replay/recordings/marks.js';
import type { LoginClient } from './support/login.js';
import { LOGIN_SCHEMA } from './support/login.js';
import { useLogin } from './support/use-login.js';

const KEY = 'key-0123456789abcdef';
const OTHER = 'another-key-of-another-length-0123';

describe('a call whose secrets were taken out', () => {
  const { server, record, replay, text } = useLogin();
  beforeEach(() => {
    server.answer = ({ user }) => ({ id: `of ${String(user)}` });
  });

  const ways: readonly (readonly [string, object])[] = [
    ['by path', { fields: 'password' }],
    ['by number', { fields: '2' }],
    ['by value', { values: [/pw-\w+/] }],
    ['by a function', { message: () => ['password'] }],
  ];
  for (const [how, redact] of ways) {
    it(`${how}, is answered whatever stands there, with rules and schema and without`, async () => {
      await record({ redact }, ({ signIn }) => signIn({ user: 'ann', password: 'pw-one', note: 'hi' }));
      expect(text())
        .to.include('redacted: [request 2]')
        .and.not.include(Buffer.from('pw-one').toString('base64'));
      for (const options of [{}, { redact }, { schema: LOGIN_SCHEMA }]) {
        for (const password of ['pw-one', 'pw-of-another-length', '', undefined]) {
          const request = { user: 'ann', note: 'hi', ...(password === undefined ? {} : { password }) };
          expect(await replay(options, ({ signIn }) => signIn(request))).to.deep.equal({ id: 'of ann' });
        }
      }
    });
  }

  it('is not answered where anything else differs', async () => {
    await record({ redact: { fields: 'password' } }, ({ signIn }) =>
      signIn({ user: 'ann', password: 'pw-one', note: 'hi' }),
    );
    const details = await replay({}, ({ signIn }) => signIn({ user: 'ann', password: 'pw-one', note: 'ho' }));
    expect(details).to.include('No recording of this method has this request.').and.include('note');
    expect(details).not.to.include('password:');
  });

  it('is answered by its own recording first where one says all of it', async () => {
    const asked = { user: 'ann', password: 'pw-one' };
    server.answer = () => ({ id: 'marked' });
    await record({ redact: { fields: 'password' } }, ({ signIn }) => signIn(asked));
    server.answer = () => ({ id: 'unmarked' });
    await record({ mode: 'new_episodes' }, ({ signIn }) => signIn({ ...asked, password: 'pw-two' })).then(
      (heard) => expect(heard).to.deep.equal({ id: 'marked' }),
    );
    await record({ mode: 'new_episodes', match: 'sequence' }, async ({ signIn }) => [
      await signIn(asked),
      await signIn({ ...asked, password: 'pw-two' }),
    ]);
    const heard = await replay({}, async ({ signIn }) => [
      await signIn({ ...asked, password: 'pw-two' }),
      await signIn({ ...asked, password: 'pw-three' }),
    ]);
    expect(heard).to.deep.equal([{ id: 'unmarked' }, { id: 'marked' }]);
  });

  it('leaves lists, entries of maps and what is deep in others to match anything', async () => {
    const redact = { fields: ['others[*].key', 'labels[token]', 'device.parent.key'] };
    const asked = (secret: string) => ({
      user: 'ann',
      others: [
        { id: 'a', key: secret },
        { id: 'b', key: `${secret}b` },
      ],
      labels: { token: secret, plain: 'x' },
      device: { parent: { id: 'p', key: secret } },
    });
    await record({ redact }, ({ signIn }) => signIn(asked('one')));
    expect(text()).to.include(`redacted: [request 5.2, 'request 4["token"]', request 3.3.2]`);
    expect(await replay({}, ({ signIn }) => signIn(asked('of another length')))).to.deep.equal({
      id: 'of ann',
    });
  });

  it('is not answered by one that differs in another entry of the map, or element of the list', async () => {
    server.answer = ({ labels }) => ({ id: (labels as Readonly<Record<string, string>>)['env'] });
    const redact = { fields: ['labels[token]', 'others[0].key'] };
    const asked = (env: string, secret: string, other: string) => ({
      labels: { token: secret, env },
      others: [{ key: secret }, { key: other }],
    });
    await record({ redact }, async ({ signIn }) => [
      await signIn(asked('prod', 'one', 'x')),
      await signIn(asked('staging', 'two', 'x')),
    ]);
    const heard = await replay({}, async ({ signIn }) => [
      await signIn(asked('staging', 'three', 'x')),
      await signIn(asked('prod', 'four', 'x')),
      await signIn({ labels: { env: 'prod' }, others: [{}, { key: 'y' }] }),
    ]);
    expect(heard.slice(0, 2)).to.deep.equal([{ id: 'staging' }, { id: 'prod' }]);
    expect(heard[2]).to.include('others');
    expect(
      await replay({}, ({ signIn }) => signIn({ labels: { env: 'prod' }, others: [{}, { key: 'x' }] })),
    ).to.deep.equal({ id: 'prod' });
  });

  it('marks each request of a stream by its number', async () => {
    const program = (secret: string) => [
      { user: 'ann', password: secret },
      { user: 'bob' },
      { user: 'cid', password: `${secret}2` },
    ];
    const redact = { fields: 'password' };
    const live = await record({ redact }, ({ talk }) => talk(program('one')));
    expect(text()).to.include("redacted: ['request[0] 2', 'request[2] 2']");
    expect(await replay({}, ({ talk }) => talk(program('of another length')))).to.deep.equal(live);
    const [, parted] = await replay({}, ({ talk }) =>
      talk([{ user: 'ann' }, { user: 'bob', password: 'x' }]),
    );
    expect(parted).to.include('goes on with request 2');
  });

  it('is answered with key A, key B of another length, and none, also where a message holds the key', async () => {
    const ask = (key: string) => ({ user: 'ann', note: `use ${key} here` });
    await record({}, ({ signIn }) => signIn(ask(KEY), { authorization: `Bearer ${KEY}` }));
    expect(text()).to.include('redacted: [request 8]');
    for (const matchMetadata of [[], ['authorization']]) {
      const heard = await replay({ matchMetadata }, async ({ signIn }) => [
        await signIn(ask(OTHER), { authorization: `Bearer ${OTHER}` }),
      ]);
      expect(heard).to.deep.equal([{ id: 'of ann' }]);
      const without = await replay({ matchMetadata }, ({ signIn }) => signIn({ user: 'ann' }));
      expect(without).to.deep.equal({ id: 'of ann' });
    }
  });

  it('matches by metadata, but for values that were taken out', async () => {
    const options = { matchMetadata: ['x-tenant', 'x-trace', 'x-api-key'] };
    const metadata = { 'x-tenant': 'a', 'x-trace': `t-${KEY}`, 'x-api-key': KEY };
    await record(options, ({ signIn }) => signIn({ user: 'ann' }, metadata));
    expect(text()).to.include('redacted: [metadata x-trace]');
    const other = { 'x-tenant': 'a', 'x-trace': 'none', 'x-api-key': OTHER };
    expect(await replay(options, ({ signIn }) => signIn({ user: 'ann' }, other))).to.deep.equal({
      id: 'of ann',
    });
    expect(await replay(options, ({ signIn }) => signIn({ user: 'ann' }, { 'x-tenant': 'a' }))).to.deep.equal(
      {
        id: 'of ann',
      },
    );
    const missed = await replay(options, ({ signIn }) =>
      signIn({ user: 'ann' }, { ...other, 'x-tenant': 'b' }),
    );
    expect(missed).to.include('metadata x-tenant').and.not.include('x-trace');
  });

  it('finds each of many recordings that differ elsewhere, some marked and some not', async () => {
    const users = Array.from({ length: 60 }, (_, index) => `user ${index}`);
    const redact = {
      message: (_: string, __: string, message: { user?: string }) =>
        message.user?.endsWith('3') === true ? ['password'] : [],
    };
    await record({ redact: redact as object }, async ({ signIn }) => {
      for (const user of users) await signIn({ user, password: 'pw' });
    });
    const heard = await replay({}, async ({ signIn }) => {
      const answers: unknown[] = [];
      for (const user of [...users].reverse())
        answers.push(await signIn({ user, password: user.endsWith('3') ? 'another' : 'pw' }));
      return answers;
    });
    expect(heard).to.deep.equal([...users].reverse().map((user) => ({ id: `of ${user}` })));
  });

  it('goes on where a client sends back what was taken out of a response', async () => {
    const token = 'tok-0123456789abcdefgh';
    server.answer = ({ user }) => ({ access: token, id: `of ${String(user)}` });
    const program = async ({
      signIn,
    }: {
      signIn(request: object, metadata?: Record<string, string>): Promise<unknown>;
    }) => {
      const { access } = (await signIn({ user: 'ann' })) as { access: string };
      return signIn({ user: 'bob', note: access }, { authorization: `Bearer ${access}` });
    };
    await record({ redact: { fields: 'access' } }, program);
    expect(text()).not.to.include(Buffer.from(token).toString('base64').slice(2, 20));
    expect(await replay({}, program)).to.deep.equal({ access: '[REDACTED]', id: 'of bob' });
  });

  it('gives a client that parses what it gets a replacement of its own', async () => {
    const uuid = '00000000-0000-4000-8000-000000000000';
    server.answer = () => ({ id: '2f9b4a52-0b8e-4a54-9d1f-6f3f5d3c8b11', blob: Buffer.alloc(16, 7) });
    await record(
      {
        redact: {
          fields: [
            { path: 'id', replacement: uuid, direction: 'response' },
            { path: 'blob', replacement: new Uint8Array(16), method: '/login.v1.Login/SignIn' },
          ],
        },
      },
      ({ signIn }) => signIn({ user: 'ann' }),
    );
    expect(await replay({}, ({ signIn }) => signIn({ user: 'ann' }))).to.deep.equal({
      id: uuid,
      blob: Buffer.alloc(16).toString('base64'),
    });
  });

  it('declared with debug_redact matches also where nothing knows that any more', async () => {
    await record({ schema: LOGIN_SCHEMA }, ({ signIn }) => signIn({ user: 'ann', pin: '12345' }));
    expect(text()).to.include('redacted: [request 7]').and.include("pin: '[REDACTED]'");
    expect(await replay({}, ({ signIn }) => signIn({ user: 'ann', pin: '99' }))).to.deep.equal({
      id: 'of ann',
    });
  });

  it('is answered by what is left around a value, where requests are no messages', () => {
    const around = (recorded: string, asked: string) => isAround(Buffer.from(recorded), Buffer.from(asked));
    const recorded = '{"key":"*****************","do":"list"}';
    expect(around(recorded, '{"key":"a","do":"list"}')).to.equal(true);
    expect(around(recorded, '{"key":"another-of-another-length","do":"list"}')).to.equal(true);
    expect(around(recorded, '{"key":"a","do":"delete all"}')).to.equal(false);
    expect(around(recorded, '{"do":"list"}')).to.equal(false);
    expect(around('a **** b **** c', 'a x b y c')).to.equal(true);
    expect(around('a **** b **** c', 'a x c')).to.equal(false);
    expect(around('a **** b **** c', 'a x y b c')).to.equal(false);
    expect(around('ab****ba', 'aba')).to.equal(false);
    expect(around('q REDACTEDREDA z', 'q Zm9v z')).to.equal(true);
    expect(around('[REDACTED]', 'anything')).to.equal(true);
    expect(around('marked by hand', 'anything')).to.equal(true);
  });

  it('is answered in recorded order where other things were taken out of other calls', async () => {
    const redact = { fields: ['password', 'pin'] };
    const asked = [{ password: 'a', pin: '1' }, { password: 'b' }, { password: 'c', pin: '3' }];
    let calls = 0;
    server.answer = () => ({ id: `call ${++calls}` });
    const program = async ({ signIn }: LoginClient) => [
      await signIn({ user: 'ann', ...asked[0] }),
      await signIn({ user: 'ann', ...asked[1] }),
      await signIn({ user: 'ann', ...asked[2] }),
    ];
    const live = await record({ redact }, program);
    expect(live).to.deep.equal([{ id: 'call 1' }, { id: 'call 2' }, { id: 'call 3' }]);
    expect(await replay({}, program)).to.deep.equal(live);
  });

  it('is answered again by the recording that says all of it, where recordings may be repeated', async () => {
    const redact = { values: [/cust-\d{8}/] };
    await record({ redact }, async ({ signIn }) => {
      await signIn({ user: 'bob' });
      await signIn({ user: 'cust-12345678' });
    });
    const heard = await replay({ repeats: true }, async ({ signIn }) => [
      await signIn({ user: 'bob' }),
      await signIn({ user: 'cust-87654321' }),
      await signIn({ user: 'bob' }),
    ]);
    expect(heard).to.deep.equal([{ id: 'of bob' }, { id: `of ${'*'.repeat(13)}` }, { id: 'of bob' }]);
  });

  it('has no mark that names a key which was taken out itself', async () => {
    const redact = { fields: ['labels[cust-12345678]'], values: [/cust-\d{8}/] };
    const request = (key: string) => ({ user: 'ann', labels: { [key]: 'secret', other: 'x' } });
    await record({ redact }, ({ signIn }) => signIn(request('cust-12345678')));
    expect(text()).not.to.include('12345678');
    expect(await replay({}, ({ signIn }) => signIn(request('cust-87654321')))).to.deep.equal({
      id: 'of ann',
    });
  });
});
