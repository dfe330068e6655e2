import { expect } from 'chai';
import { STALLS, useWatchers } from './support/watchers.js';

describe('a call that waits for its client beside a watch', () => {
  const run = useWatchers();

  it('ends the process where nobody listens to its error', async () => {
    const { code, stderr } = await run(STALLS, { halfCloses: 'never', isCareless: true });
    expect(code).to.equal(1);
    expect(stderr).to.match(/the recorded server was waiting for the half-close/);
  });

  for (const halfCloses of ['by timer', 'by file', 'by immediate'] as const) {
    it(`goes on where its client half-closes ${halfCloses}`, async () => {
      const end = await run(STALLS, { halfCloses });
      expect(end).to.include({ code: 0, stdout: 'heard X\nforgiven 0\ncancelled\n', stderr: '' });
    });
  }
});
