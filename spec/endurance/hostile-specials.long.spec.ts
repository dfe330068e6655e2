import { expect } from 'chai';
import { useEchoSuite } from '../support/echo-suite.js';
import { useWarnings } from '../support/environment.js';
import type { PlannedCall } from './hostile/planned-call.js';
import { play } from './hostile/play.js';
import { SPECIALS } from './hostile/specials.js';

const ASKED: readonly PlannedCall[] = [false, true].map((responseStream) => ({
  method: `/echo.Echo/${responseStream ? 'ServerStream' : 'Unary'}`,
  requestStream: false,
  responseStream,
  requests: [Buffer.from('A')],
}));

describe('a cassette that was made to do harm', () => {
  const { server, temporary } = useEchoSuite();
  useWarnings();

  for (const [what, make] of Object.entries(SPECIALS)) {
    it(`does none, and loses nothing: ${what}`, async () => {
      for (const mode of ['none', 'new_episodes'] as const) {
        const input = { bytes: Buffer.from(make()), options: { mode }, calls: ASKED, together: false };
        const { faults } = await play(input, temporary(mode), server.address);
        expect(faults).to.deep.equal([]);
      }
    });
  }
});
