import { expect } from 'chai';
import { type CassetteOptions, openCassette } from '../../lib/index.js';
import { thrownBy } from '../support/errors.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

describe('a redact option that makes no sense', () => {
  const temporary = useTemporaryFolder();

  const wrong: readonly (readonly [string, unknown, string, string])[] = [
    [
      'that is a word',
      's3cr3t',
      'redact',
      'redact is a text of 6 characters. Legal: an object such as { fields: ["user.password"] }.',
    ],
    [
      'that is a list',
      ['s3cr3t'],
      'redact',
      'redact is object. Legal: an object such as { fields: ["user.password"] }.',
    ],
    [
      'with an unknown key',
      { value: 's3cr3t' },
      'redact',
      'Unknown key "value" of the cassette option redact. Known keys: metadata, keep, fields, values, message.',
    ],
    [
      'of a value that is too short',
      { values: ['abc'] },
      'redact.values',
      'redact.values is a text of 3 characters. Legal: texts of 4 characters or more, and regular expressions.',
    ],
    [
      'of a value that is a number',
      { values: 123456 },
      'redact.values',
      'redact.values is number. Legal: texts of 4 characters or more, and regular expressions.',
    ],
    [
      'of a path that is none',
      { fields: ['user password'] },
      'redact.fields',
      'redact.fields is "user password". Legal: field paths such as "user.password"',
    ],
    [
      'of a field with an unknown key',
      { fields: { path: 'a', with: 's3cr3t' } },
      'redact.fields',
      'has an unknown key "with". Legal: field paths',
    ],
    [
      'of a field in no direction',
      { fields: { path: 'a', direction: 'both' } },
      'redact.fields',
      'has a direction "both". Legal: field paths',
    ],
    [
      'of a field with a replacement that is a number',
      { fields: { path: 'a', replacement: 5 } },
      'redact.fields',
      'has a replacement that is neither text nor bytes. Legal: field paths',
    ],
    [
      'of metadata under a key that is none',
      { metadata: 'x key' },
      'redact.metadata',
      'redact.metadata is "x key". Legal: metadata keys such as "x-tenant".',
    ],
    [
      'to keep what is no key',
      { keep: [5] },
      'redact.keep',
      'redact.keep is 5. Legal: metadata keys such as "x-tenant".',
    ],
    [
      'by a function that is none',
      { message: 'password' },
      'redact.message',
      'redact.message is "password". Legal: a function (method, direction, message) => paths.',
    ],
  ];
  for (const [what, redact, option, message] of wrong) {
    it(`${what}: an error that shows no secret`, () => {
      const options = { redact } as CassetteOptions;
      const error = thrownBy(() => openCassette(temporary('chat.yaml'), options));
      expect(error).to.include({ code: 'invalid_option', option });
      expect(error.message).to.include(message).and.not.include('s3cr3t');
    });
  }

  it('is no other where a cassette is open with rules that say the same', async () => {
    const path = temporary('chat.yaml');
    const redact = () => ({ fields: ['a.b', { path: 'c', replacement: 'd' }], values: [/x+/g, 'secret'] });
    const opened = openCassette(path, { mode: 'once', redact: redact() });
    expect(openCassette(path, { mode: 'once', redact: redact() })).to.equal(opened);
    const error = thrownBy(() =>
      openCassette(path, { mode: 'once', redact: { ...redact(), values: ['s3cr3t'] } }),
    );
    expect(error.code).to.equal('conflicting_options');
    expect(error.message).to.include('redact: these rules against another').and.not.include('s3cr3t');
    await opened.close();
  });

  it('is checked, and what the environment holds is no part of it', async () => {
    const path = temporary('chat.yaml');
    const opened = openCassette(path, { mode: 'once' });
    process.env['SPEC_API_KEY'] = 'a-key-of-the-environment';
    try {
      expect(openCassette(path, { mode: 'once' })).to.equal(opened);
    } finally {
      delete process.env['SPEC_API_KEY'];
      await opened.close();
    }
  });
});
