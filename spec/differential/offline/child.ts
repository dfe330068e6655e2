/**
 * Runs one program in a process whose network is trapped and prints what it was told and what was touched, as JSON.
 * Arguments: the program, the server's address, and the cassette's path; without a path, no cassette is used.
 */
import { touched } from './traps.js';

const { runProgram } = await import('../run.js');
const { Stage } = await import('../stage.js');
const { LIBRARY } = await import('../subject.js');

const [program = '', address = '', path] = process.argv.slice(2);
const player = path === undefined ? undefined : LIBRARY.replay(path);
const run = await runProgram(JSON.parse(program), {
  address,
  stage: new Stage(),
  name: 'child',
  ...(player === undefined ? {} : player.door),
});
await player?.close();
process.stdout.write(JSON.stringify({ log: run.log, touched, touchedNetwork: run.touchedNetwork }));
