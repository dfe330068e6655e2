import { expect } from 'chai';
import { cassetteInterceptor } from '../../lib/index.js';
import { loginClientOf } from './support/login.js';
import { untilThere, useLogin } from './support/use-login.js';

const TOKEN = 'tok-0123456789abcdefghijkl';

/** Base64 of a message, on one line. */
const unfolded = (yaml: string): string => yaml.replaceAll(/\n {6}(?=[A-Za-z0-9+/=])/g, '');

describe('secrets that a process is seen to send', () => {
  const { server, path, record, replay, text } = useLogin();
  const inside = (): string =>
    [...unfolded(text()).matchAll(/!!binary \|([A-Za-z0-9+/=]+)/g)]
      .map(([, base64]) => Buffer.from(base64 ?? '', 'base64').toString('latin1'))
      .join('\n');

  const schemes: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['a bearer token', { authorization: `Bearer ${TOKEN}` }],
    ['a key of its own', { 'x-api-key': TOKEN }],
    [
      'a password of basic authentication',
      { authorization: `Basic ${Buffer.from(`ann:${TOKEN}`).toString('base64')}` },
    ],
    ['a cookie among others', { cookie: `theme=dark; sid=${TOKEN}` }],
    ['a parameter', { authorization: `Signature keyId="a", signature="${TOKEN}"` }],
  ];
  for (const [what, metadata] of schemes) {
    it(`are taken out of messages and other metadata as well: ${what}`, async () => {
      server.answer = () => ({ note: `you sent ${TOKEN}`, blob: Buffer.from(`raw:${TOKEN}`) });
      server.trailers = { 'x-echo': `<${TOKEN}>` };
      await record({}, ({ signIn }) => signIn({ user: 'ann', note: TOKEN }, metadata));
      expect(inside()).not.to.include(TOKEN);
      expect(inside()).to.include(`you sent ${'*'.repeat(TOKEN.length)}`);
      expect(text()).not.to.include(TOKEN);
      expect(text()).to.include(`<${'*'.repeat(TOKEN.length)}>`);
    });
  }

  it('are taken out of what was recorded before they were sent, when that is committed', async () => {
    server.answer = ({ user }) => (user === 'ann' ? { access: TOKEN } : { id: 'in' });
    const program = async ({
      signIn,
    }: {
      signIn(request: object, metadata?: Readonly<Record<string, string>>): Promise<unknown>;
    }) => {
      const { access } = (await signIn({ user: 'ann' })) as { access: string };
      return signIn({ user: 'bob' }, { authorization: `Bearer ${access}` });
    };
    await record({}, program);
    expect(inside()).not.to.include(TOKEN);
    expect(inside()).to.include('*'.repeat(TOKEN.length));
    expect(await replay({}, program)).to.deep.equal({ id: 'in' });
  });

  it('are not what is too short, has blanks, or is a path or an address', async () => {
    const values = [
      'default-session',
      'one two three four five',
      '/var/run/secrets/token',
      'https://auth.example.com',
    ];
    await record({}, async ({ signIn }) => {
      for (const value of values) await signIn({ user: 'ann', note: value }, { 'x-token': value });
    });
    for (const value of values) expect(inside()).to.include(value);
  });

  it('are in no details of a status', async () => {
    server.details = `the token ${TOKEN} is not valid`;
    server.trailers = { 'grpc-status-details-bin': Buffer.from(`\n\x0c${TOKEN}`).toString('base64') };
    const heard = await record({}, ({ signIn }) =>
      signIn({ user: 'ann' }, { authorization: `Bearer ${TOKEN}` }),
    );
    expect(heard).to.include(TOKEN);
    expect(text()).not.to.include(TOKEN);
    expect(inside()).not.to.include(TOKEN);
    expect(text()).to.include(`the token ${'*'.repeat(TOKEN.length)} is not valid`);
  });

  it('are taken out of a cassette that nobody owns, when the program ends its work with it', async () => {
    server.answer = ({ user }) => (user === 'ann' ? { access: TOKEN } : { id: 'in' });
    const interceptor = cassetteInterceptor(path(), { mode: 'once' });
    const { signIn, close } = loginClientOf(server.address, interceptor);
    const { access } = (await signIn({ user: 'ann' })) as { access: string };
    await untilThere(path());
    expect(inside()).to.include(TOKEN);
    await signIn({ user: 'bob' }, { authorization: `Bearer ${access}` });
    await interceptor.cassette?.close();
    close();
    expect(inside()).not.to.include(TOKEN);
    expect(inside()).to.include('*'.repeat(TOKEN.length));
  });
});
