import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { type CassetteError, openCassette } from '../../lib/index.js';
import { type Terminal, wantsColour } from '../../lib/open/wants-colour.js';
import { cassette, unary } from '../support/cassettes.js';
import { callUnary } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';

const ROWS: readonly (readonly [Terminal['environment'], isTerminal: boolean, wanted: boolean])[] = [
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ NODE_DISABLE_COLORS: '1' }, true, false],
  [{ TERM: 'dumb' }, true, false],
  [{ TERM: 'xterm-256color' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '', NO_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ FORCE_COLOR: 'false' }, true, false],
];

describe('colours', () => {
  for (const [environment, isTerminal, wanted] of ROWS) {
    const where = isTerminal ? 'in a terminal' : 'elsewhere';
    it(`are ${wanted ? '' : 'not '}wanted ${where} with ${JSON.stringify(environment)}`, () => {
      expect(wantsColour({ environment, isTerminal })).to.equal(wanted);
    });
  }
});

describe('a miss in colour', () => {
  const { clientOf, temporary } = useEchoSuite();
  let before: NodeJS.ProcessEnv;
  beforeEach(() => {
    before = { ...process.env };
  });
  afterEach(() => {
    // Another object in its place would no longer be the environment that Node itself reads.
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  });

  async function missWith(variables: NodeJS.ProcessEnv): Promise<{ details: string; noted: CassetteError }> {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(unary('$&one', '1')));
    Object.assign(process.env, variables);
    const opened = openCassette(path);
    const { error } = await callUnary(clientOf(opened), 'two');
    await opened.close();
    return { details: error?.details ?? '', noted: opened.misses[0]?.error as CassetteError };
  }

  it('shows the old value in red and the new one in green to whoever reads the call’s error', async () => {
    const { details, noted } = await missWith({ FORCE_COLOR: '1' });
    const line = '             the request: "$&one" -> "two"';
    expect(noted.message.split('\n')).to.include(line);
    expect(details).to.equal(
      noted.message.replace(
        line,
        () => '             the request: \u001b[31m"$&one"\u001b[39m -> \u001b[32m"two"\u001b[39m',
      ),
    );
  });

  it('is plain where colours are not wanted', async () => {
    const { details, noted } = await missWith({ FORCE_COLOR: '0' });
    expect(details).to.equal(noted.message);
    expect(details).to.include('the request: "$&one" -> "two"').and.not.include('\u001b');
  });
});
