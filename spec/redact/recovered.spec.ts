import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import { entriesOf, leaveJournal } from '../support/cassettes.js';
import { callUnary, echoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';

describe('secrets in what a process left that died', () => {
  const { server, temporary } = useEchoSuite();

  it('are taken out by the rules of who takes it in', async () => {
    const path = temporary('chat.yaml');
    await leaveJournal({
      path,
      mode: 'once',
      address: server.address,
      calls: ['tell 1234-5678-9012', 'plain'],
    });
    const opened = openCassette(path, { mode: 'once', redact: { values: /\d{4}-\d{4}-\d{4}/ } });
    const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened)] });
    expect((await callUnary(client, 'plain')).response).to.equal('re:plain');
    await opened.close();
    client.close();
    const [first, second] = entriesOf(path);
    expect(first?.requests).to.deep.equal(['tell **************']);
    expect(first?.responses).to.deep.equal(['re:tell **************']);
    expect(second?.requests).to.deep.equal(['plain']);
    expect(readFileSync(path, 'utf8')).to.include('redacted: [request]');
  });
});
