import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { cassette, journalsBeside, requestsIn } from '../support/cassettes.js';
import { callUnary } from '../support/echo-server.js';
import { commented, useRecording } from './recording.js';

/** A journal's name: the cassette's, the process's number, and something of its own. */
const JOURNAL = /^\.chat\.yaml\.(\d+)(?:-[0-9a-f]{8}){3}\.journal$/;

describe('what is recorded goes into a journal', () => {
  const { journal, open, recordInChild, temporary } = useRecording();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  it('before the client hears the status of a unary call', async () => {
    const { opened, client } = open();
    const seen = await new Promise<{ names: readonly string[]; text: string }>((resolve) => {
      client.Unary(Buffer.from('A'), () =>
        resolve({ names: journalsBeside(path), text: journal().toString() }),
      );
    });
    expect(seen.names).to.have.length(1);
    expect(JOURNAL.exec(seen.names[0] ?? '')?.[1]).to.equal(String(process.pid));
    expect(seen.text).to.include(Buffer.from('re:A').toString('base64')).and.to.include('name: OK');
    expect(existsSync(path)).to.equal(false);
    await opened.close();
  });

  it('before the client hears that a unary call failed', async () => {
    const { opened, client } = open();
    const text = await new Promise<string>((resolve) => {
      client.Unary(Buffer.from('fail'), () => resolve(journal().toString()));
    });
    expect(text).to.include('name: NOT_FOUND').and.to.include('x-reason');
    await opened.close();
  });

  it('before the client hears the status of a stream', async () => {
    const { opened, client } = open();
    const text = await new Promise<string>((resolve) => {
      const call = client.ServerStream(Buffer.from('S'));
      call.on('data', () => expect(journalsBeside(path)).to.deep.equal([]));
      call.on('status', () => resolve(journal().toString()));
    });
    expect(text).to.include(Buffer.from('S:2').toString('base64'));
    await opened.close();
  });

  it('as entries in the order in which the calls ended, each behind its start number and length', async () => {
    const { opened, client } = open();
    const bidi = client.Bidi();
    const ended = new Promise((resolve) => bidi.on('status', resolve));
    bidi.on('data', () => undefined);
    bidi.write(Buffer.from('first'));
    await callUnary(client, 'second');
    await callUnary(client, 'third');
    bidi.end();
    await ended;

    const entries = commented(journal());
    expect(entries.map(({ start }) => start)).to.deep.equal([2, 3, 1]);
    const [name = ''] = journalsBeside(path);
    expect(requestsIn(join(dirname(path), name))).to.deep.equal(['second', 'third', 'first']);
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['first', 'second', 'third']);
    const [first, second, third] = [entries[2], entries[0], entries[1]].map((each) => each?.text);
    expect(readFileSync(path, 'utf8')).to.equal(cassette(first ?? '', second ?? '', third ?? ''));
  });

  it('which is a cassette: it can be played', async () => {
    await recordInChild('A', 'B');
    const [name = ''] = journalsBeside(path);
    const copy = temporary('copy.yaml');
    copyFileSync(join(dirname(path), name), copy);
    const { opened, client } = open('none', copy);
    expect((await callUnary(client, 'B')).response).to.equal('re:B');
    await opened.close();
  });
});
