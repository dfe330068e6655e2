import { lstatSync, mkdirSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { cassette, leaveJournal, requestsIn, unary } from '../support/cassettes.js';
import { callUnary } from '../support/echo-server.js';
import { useRecording } from './recording.js';

describe('what is recorded through a symbolic link', () => {
  const { open, server, temporary } = useRecording();
  let path: string;
  let real: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
    mkdirSync(temporary('real'));
    real = temporary('real/real.yaml');
  });

  it('goes into the file, and the link stays', async () => {
    writeFileSync(real, cassette(unary('X', 'x')));
    symlinkSync(real, path);
    const { opened, client } = open('new_episodes');
    await callUnary(client, 'A');
    await opened.close();
    expect(readlinkSync(path)).to.equal(real);
    expect(requestsIn(real)).to.deep.equal(['X', 'A']);
    expect(readdirSync(dirname(real))).to.deep.equal(['real.yaml']);
    expect(readdirSync(dirname(path)).sort()).to.deep.equal(['chat.yaml', 'real']);
  });

  it('makes the file that the link names, where there is none yet', async () => {
    symlinkSync(real, path);
    const { opened, client } = open('once');
    await callUnary(client, 'A');
    await opened.close();
    expect(lstatSync(path).isSymbolicLink()).to.equal(true);
    expect(requestsIn(real)).to.deep.equal(['A']);
  });

  it('leaves a journal that whoever opens the file itself takes in', async () => {
    writeFileSync(real, cassette(unary('X', 'x')));
    symlinkSync(real, path);
    await leaveJournal({ path, mode: 'new_episodes', address: server.address, calls: ['A'] });
    const { opened } = open('new_episodes', real);
    expect(opened.interactions).to.have.length(2);
    await opened.close();
    expect(requestsIn(real)).to.deep.equal(['X', 'A']);
  });
});
