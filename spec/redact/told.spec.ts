import { expect } from 'chai';
import { shared } from '../../lib/open/registry.js';
import { useWarnings } from '../support/environment.js';
import { LOGIN_SCHEMA } from './support/login.js';
import { useLogin } from './support/use-login.js';

const OPENAI_KEY = `sk-proj-${'a1B2'.repeat(8)}`;

describe('what a recording tells of secrets', () => {
  const { server, record, replay } = useLogin();
  const warnings = useWarnings();

  const told = async (): Promise<readonly string[]> =>
    (await warnings()).map((warning) => warning.replace(/^\S+login\.yaml: /, ''));

  it('names the place and the kind of what has the shape of a token, and never the token', async () => {
    server.answer = () => ({ note: `use ${OPENAI_KEY}.` });
    server.trailers = { 'x-note': `xai-${'0aZ'.repeat(10)}` };
    await record({}, ({ signIn }) => signIn({ user: 'ann', device: { id: `AKIA${'Q7'.repeat(8)}` } }));
    const [only, ...others] = await told();
    expect(others).to.deep.equal([]);
    expect(only).to.equal(
      '3 places hold what looks like a secret: an AWS key in a request of /login.v1.Login/SignIn (field 3.1), ' +
        'an OpenAI key in a response of /login.v1.Login/SignIn (field 3), ' +
        'an xAI key in a response of /login.v1.Login/SignIn (metadata x-note). ' +
        'Name them in redact.fields, redact.metadata or redact.values, and record again.',
    );
  });

  const shapes: readonly (readonly [string, string])[] = [
    ['an xAI key', `xai-${'a1'.repeat(20)}`],
    ['an Anthropic key', `sk-ant-api03-${'a1_-'.repeat(10)}`],
    ['an OpenAI key', OPENAI_KEY],
    ['a GitHub token', `ghp_${'a1B2'.repeat(9)}`],
    ['a GitHub token', `github_pat_${'a1B2_'.repeat(8)}`],
    ['an AWS key', `ASIA${'A2'.repeat(8)}`],
    ['a Google key', `AIza${'a1B2_'.repeat(7)}`],
    ['a Google token', `ya29.${'a1B2-'.repeat(8)}`],
    ['a Slack token', 'xoxb-123456789012-abcdef'],
    ['a JSON web token', `eyJ${'hb'.repeat(9)}.eyJ${'zd'.repeat(9)}.${'sI'.repeat(9)}`],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMII'],
  ];
  for (const [kind, token] of shapes) {
    it(`knows ${kind} (${token.slice(0, 6)}…)`, async () => {
      await record({}, ({ signIn }) => signIn({ user: 'ann', note: `it is ${token}` }));
      const [only] = await told();
      expect(only).to.include(`1 place holds what looks like a secret: ${kind} in a request`);
      expect(only).not.to.include(token);
    });
  }

  it('is silent of what only sounds like a token', async () => {
    const notes = ['task-abcdefghijklmnopqrstuvwxyz', 'AKIA too short', 'eyJ.eyJ.x', 'xai-key', 'sk-short'];
    await record({}, async ({ signIn }) => {
      for (const note of notes) await signIn({ user: 'ann', note });
    });
    expect(await told()).to.deep.equal([]);
  });

  it('is told once, and nothing is told of what was taken out', async () => {
    const redact = { values: [/sk-proj-\w+/] };
    await record({ redact }, async ({ cassette, signIn }) => {
      await signIn({ user: 'ann', note: OPENAI_KEY });
      await signIn({ user: 'bob', device: { id: OPENAI_KEY, key: `ghp_${'a1B2'.repeat(9)}` } });
      await cassette.save();
      await signIn({ user: 'bob', device: { id: OPENAI_KEY, key: `ghp_${'a1B2'.repeat(9)}` } });
    });
    expect(await told()).to.have.length(1);
  });

  it('names fields that are named like secrets, stored as they are and hidden in the view', async () => {
    await record({ schema: LOGIN_SCHEMA }, ({ signIn }) =>
      signIn({ user: 'ann', password: 'correct-horse' }),
    );
    const [only, ...others] = await told();
    expect(others).to.deep.equal([]);
    expect(only).to.equal(
      '1 field is named like secrets, and stored as it is, though no view shows it: password in a request of /login.v1.Login/SignIn. ' +
        'Name it in redact.fields and record again, or in redact.keep.',
    );
  });

  it('is silent of them where they are kept, taken out, or hold no more than a word', async () => {
    await record({ schema: LOGIN_SCHEMA, redact: { keep: 'password' } }, ({ signIn }) =>
      signIn({ user: 'ann', password: 'correct-horse' }),
    );
    await record({ mode: 'rewrite', schema: LOGIN_SCHEMA, redact: { fields: 'password' } }, ({ signIn }) =>
      signIn({ user: 'ann', password: 'correct-horse' }),
    );
    await record({ mode: 'rewrite', schema: LOGIN_SCHEMA }, ({ signIn }) =>
      signIn({ user: 'ann', password: 'pw' }),
    );
    expect(await told()).to.deep.equal([]);
  });

  it('names calls that differ only in what was taken out', async () => {
    server.answer = ({ password }) => ({ id: password === 'right' ? 'in' : 'out' });
    const redact = { fields: 'password' };
    await record({ redact }, async ({ signIn }) => {
      await signIn({ user: 'ann', password: 'wrong' });
      await signIn({ user: 'ann', password: 'right' });
      await signIn({ user: 'bob', password: 'right' });
      await signIn({ user: 'bob', password: 'right' });
    });
    expect(await told()).to.deep.equal([
      'calls 1 and 2 of /login.v1.Login/SignIn differ only in what was redacted. A replay answers them in recorded order.',
    ]);
    const heard = await replay({}, async ({ signIn }) => [
      await signIn({ user: 'ann', password: 'x' }),
      await signIn({ user: 'ann', password: 'y' }),
    ]);
    expect(heard).to.deep.equal([{ id: 'out' }, { id: 'in' }]);
  });

  it('notes which paths named a field of anything that was recorded, to be told at the end of the process', async () => {
    const paths = shared().fieldPaths['redact.fields'];
    const redact = { fields: ['password', 'passwort', { path: 'note', method: '/another.Service/Method' }] };
    await record({ redact }, ({ signIn }) => signIn({ user: 'ann', password: 'pw' }));
    await replay({ redact: { fields: 'never.asked' } }, ({ signIn }) => signIn({ user: 'nobody' }));
    const noted = ['password', 'passwort', 'note', 'never.asked'].map((path) => paths.get(path));
    for (const path of ['password', 'passwort', 'note']) paths.delete(path);
    expect(noted).to.deep.equal([true, false, false, undefined]);
  });
});
