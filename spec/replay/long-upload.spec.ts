import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { openCassette } from '../../lib/index.js';
import { cassette, entry } from '../support/cassettes.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { bytesHeld } from '../support/memory-usage.js';

const MiB = 1024 * 1024;

describe('a long upload that is answered whatever it says', () => {
  const { clientOf, temporary } = useEchoSuite();

  for (const match of ['method', 'sequence'] as const) {
    it(`is not kept in memory with match: '${match}'`, async () => {
      const path = temporary('chat.yaml');
      writeFileSync(path, cassette(entry({ method: 'ClientStream', requests: ['a'], responses: ['x'] })));
      const opened = openCassette(path, { match });
      const client = clientOf(opened);
      const before = bytesHeld();
      let growth = Number.POSITIVE_INFINITY;
      const answer = await new Promise<string>((resolve, reject) => {
        const call = client.ClientStream((error, response) =>
          error === null ? resolve(String(response)) : reject(error),
        );
        const send = (left: number): void => {
          if (left > 0) {
            call.write(Buffer.alloc(64 * 1024, left), () => send(left - 1));
            return;
          }
          growth = bytesHeld() - before;
          call.end();
        };
        send(500);
      });
      expect(answer).to.equal('x');
      expect(growth / MiB, 'MiB').to.be.below(8);
      client.close();
      await opened.close();
    });
  }
});
