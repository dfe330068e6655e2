import { expect } from 'chai';
import { STALLS, useWatchers, WAITS } from './support/watchers.js';

describe('a process that replays a watch and has nothing left to do', () => {
  const run = useWatchers();

  it('tells a call beside it that only the client can bring on, gives it time before, and lives on for the watch', async () => {
    const [stalled, late, inVain] = await Promise.all([
      run(STALLS, { halfCloses: 'never' }),
      run(STALLS, { halfCloses: 'by a timer that holds no process' }),
      run(WAITS, {}),
    ]);
    expect(stalled).to.include({ code: 0, stdout: 'stalled\nforgiven 0\ncancelled\n', stderr: '' });
    expect(late).to.include({ code: 0, stdout: 'heard X\nforgiven 0\ncancelled\n', stderr: '' });
    expect(inVain).to.include({ code: 0, stdout: 'seen event\nforgiven 1\ncancelled\n', stderr: '' });
  });
});
