import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { scanCassette } from '../../lib/tools/index.js';
import { LOGIN_SCHEMA } from '../redact/support/login.js';
import { useLogin } from '../redact/support/use-login.js';
import { thrownBy } from '../support/errors.js';

const TOKEN = `ghp_${'a1B2'.repeat(9)}`;

describe('scanCassette', () => {
  const { server, record, path } = useLogin();

  /** As a recorder without rules would have written it. */
  function unredacted(): void {
    writeFileSync(
      path(),
      `version: 1
interactions:
- call:
    method: /login.v1.Login/SignIn
    request_metadata:
      authorization:
      - Bearer abc
      x-plain:
      - plain
    response_metadata: {}
    trailers:
      x-note:
      - ${TOKEN}
    status:
      code: 7
      name: PERMISSION_DENIED
      details: 'not with ${TOKEN}'
  request_sample:
    raw: !!binary |
      ${Buffer.from('\n\x03ann\x12\x0ecorrect-horse!').toString('base64')}
  response_sample:
    raw: null
- request_sample:
    json:
      note: ${TOKEN}
    raw: !!binary |
      CgNhbm4=
  response_sample:
    raw: !!binary |
      ${Buffer.from(`\x1a\x28${TOKEN}`).toString('base64')}
`,
    );
  }

  it('names line, place and kind of each, never the secret', () => {
    unredacted();
    const found = scanCassette(path(), { schema: LOGIN_SCHEMA });
    const METHOD = '/login.v1.Login/SignIn';
    expect(found).to.deep.equal([
      {
        position: 0,
        line: 3,
        method: METHOD,
        place: 'request field password',
        kind: 'a field named like a secret',
      },
      {
        position: 0,
        line: 3,
        method: METHOD,
        place: 'request metadata authorization',
        kind: 'what the rules take out',
      },
      { position: 0, line: 3, method: METHOD, place: 'trailers x-note', kind: 'a GitHub token' },
      { position: 0, line: 3, method: METHOD, place: 'status details', kind: 'a GitHub token' },
      { position: 1, line: 23, method: undefined, place: 'response field 3', kind: 'a GitHub token' },
    ]);
    expect(JSON.stringify(found)).not.to.include(TOKEN).and.not.include('horse');
  });

  it('holds a cassette against the rules that are given', () => {
    unredacted();
    const places = (redact: object) =>
      scanCassette(path(), { redact }).map(({ place, kind }) => `${place}: ${kind}`);
    expect(places({ fields: '2' })).to.include('request field 2: what the rules take out');
    expect(places({ values: ['correct-horse'] })).to.include('request field 2: what the rules take out');
    expect(places({ metadata: 'x-plain' })).to.include('request metadata x-plain: what the rules take out');
    expect(places({ keep: 'authorization' })).not.to.include(
      'request metadata authorization: what the rules take out',
    );
  });

  it('finds nothing in what was recorded by the same rules, and changes nothing', async () => {
    const redact = { fields: ['password', 'access', 'labels[token]'], values: ['a-named-value'] };
    server.answer = () => ({ access: TOKEN, note: 'a-named-value' });
    await record({ redact, schema: LOGIN_SCHEMA }, async ({ signIn }) => {
      await signIn(
        { user: 'ann', password: 'correct-horse', pin: '1234', labels: { token: TOKEN } },
        { authorization: `Bearer ${TOKEN}`, 'x-token-bin': Buffer.from(TOKEN).toString('base64') },
      );
    });
    const before = readFileSync(path());
    expect(scanCassette(path(), { redact, schema: LOGIN_SCHEMA })).to.deep.equal([]);
    expect(readFileSync(path()).equals(before)).to.equal(true);
  });

  it('looks into what a view or a person wrote, and into what cannot be read', () => {
    writeFileSync(
      path(),
      `version: 1\ninteractions:\n# of ${'x'}\n- request_sample:\n    json: {note: ${TOKEN}}\n    raw: !!binary ""\n  response_sample:\n    raw: !!binary ""\n- call: [${TOKEN}]\n  request_sample: 1\n`,
    );
    expect(scanCassette(path()).map(({ position, place, kind }) => [position, place, kind])).to.deep.equal([
      [0, 'text', 'a GitHub token'],
      [1, 'text', 'a GitHub token'],
    ]);
  });

  it('says what is wrong with a cassette or an option', () => {
    expect(thrownBy(() => scanCassette(path()))).to.include({ code: 'missing_cassette', path: path() });
    writeFileSync(path(), 'no cassette');
    expect(thrownBy(() => scanCassette(path()))).to.include({ code: 'not_a_cassette' });
    expect(thrownBy(() => scanCassette(path(), { redact: { fields: 'a b' } }))).to.include({
      code: 'invalid_option',
    });
  });

  it('does not say that all is well where nothing names what the rules name', () => {
    unredacted();
    const named = thrownBy(() => scanCassette(path(), { redact: { fields: 'password' } }));
    expect(named).to.include({ code: 'invalid_option', option: 'redact.fields' });
    const unread = thrownBy(() => scanCassette(path(), { schema: 'no/such.binpb' }));
    expect(unread).to.include({ code: 'invalid_option', option: 'schema' });
  });
});
