import { copyFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect } from 'chai';
import { entriesOf, journalsBeside } from '../support/cassettes.js';
import { startChild } from '../support/child.js';
import { callUnary } from '../support/echo-server.js';
import { useWarnings } from '../support/environment.js';
import { useRecording } from './recording.js';

describe('what is recorded', () => {
  const { journal, open, recordInChild, server, temporary } = useRecording();
  const warnings = useWarnings();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  it('leaves nothing beside the cassette, spilled takes included', async () => {
    const { opened, client } = open();
    const bidi = client.Bidi();
    const ended = new Promise((resolve) => bidi.on('status', resolve));
    bidi.on('data', () => undefined);
    for (let index = 0; index < 6; index += 1) bidi.write(Buffer.alloc(400_000, `${index}`));
    bidi.end();
    await ended;
    expect(readdirSync(dirname(path)).map((name) => name.replace(/\..*\./, '*.'))).to.deep.equal([
      '*.journal',
    ]);
    await opened.close();
    expect(readdirSync(dirname(path))).to.deep.equal([basename(path)]);
    const [stored] = entriesOf(path);
    expect(stored?.requests.map(({ length }) => length)).to.deep.equal(Array(6).fill(400_000));
    expect(stored?.responses).to.deep.equal(stored?.requests);
  });

  it('by a process that lives is left alone', async () => {
    const child = startChild('child-calls', {
      path,
      mode: 'once',
      address: server.address,
      calls: ['A'],
      isOwner: true,
    });
    await child.said('done');
    const names = journalsBeside(path);
    const left = journal();
    for (const mode of ['once', 'new_episodes', 'rewrite'] as const) {
      const { opened, client } = open(mode);
      const reached = server.reached.length;
      await callUnary(client, 'A');
      expect(server.reached.length, mode).to.equal(reached + (mode === 'new_episodes' ? 0 : 1));
      await opened.close();
      expect(journalsBeside(path)).to.deep.equal(names);
      expect(journal()).to.deep.equal(left);
    }
    await child.kill();
    expect(await warnings()).to.deep.equal([]);
  });

  it('leaves files of other names alone, be they ever so alike', async () => {
    await recordInChild('A');
    const [name = ''] = journalsBeside(path);
    const rest = name.slice('.chat.yaml'.length);
    const alike = [
      'chat.yaml.bak',
      'chat.yaml~',
      'chat.yaml.tmp',
      `.chat.yaml.bak${rest}`,
      `.other-chat.yaml${rest}`,
      `.chat.yml${rest}`,
      `${name}.bak`,
      '.chat.yaml.journal',
      '.chat.yaml.12-x.journal',
    ];
    for (const each of alike) copyFileSync(join(dirname(path), name), join(dirname(path), each));
    const { opened } = open('once');
    expect(opened.interactions).to.have.length(1);
    await opened.close();
    expect(readdirSync(dirname(path)).sort()).to.deep.equal([...alike, 'chat.yaml'].sort());
  });
});
