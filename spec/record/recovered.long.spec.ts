import { itCutsOff } from './cut-append.js';
import { useRecording } from './recording.js';

describe('what is recorded and left by a process that died', () => {
  const recording = useRecording();
  for (const mode of ['new_episodes', 'rewrite'] as const) itCutsOff(mode, recording);
});
