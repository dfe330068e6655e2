import { expect } from 'chai';
import { BROKEN, HARMLESS } from './broken.js';
import { findDifferences } from './compare.js';
import { NAMED_PROGRAMS } from './named.js';
import type { Program } from './program.js';
import { runProgram } from './run.js';
import { startServer } from './server-script.js';
import { Stage } from './stage.js';

/**
 * Proves the differential spec's own comparison: interceptors that damage a call in one small way must be told apart
 * from no interceptor at all, and one that does nothing must not.
 */
describe('the differential comparison', () => {
  const stage = new Stage();
  before(() => stage.start());
  after(() => stage.stop());

  const all = Object.values(NAMED_PROGRAMS).flat();

  async function differences(program: Program, interceptor: typeof HARMLESS): Promise<string[]> {
    const server = await startServer(program);
    try {
      const setting = { address: server.address, stage };
      const plain = await runProgram(program, { ...setting, name: 'plain' });
      const other = await runProgram(program, { ...setting, name: 'other', interceptor });
      return findDifferences(program, plain.log, other.log, 'live');
    } finally {
      server.stop();
    }
  }

  it('gives every named program a title of its own', () => {
    expect(new Set(all.map((one) => one.title)).size).to.equal(all.length);
  });

  for (const { damage, caughtBy, interceptor } of BROKEN) {
    it(`catches an interceptor that ${damage}`, async () => {
      const named = all.find((one) => one.title === caughtBy);
      if (named === undefined) throw new Error(`no program is named ${caughtBy}`);
      let harmless = await differences(named.program, HARMLESS);
      // A busy machine can make one live run differ from the next.
      for (let tries = 1; tries < 3 && harmless.length > 0; tries++) {
        harmless = await differences(named.program, HARMLESS);
      }
      expect(harmless, 'a harmless interceptor').to.deep.equal([]);
      expect(await differences(named.program, interceptor), damage).to.not.deep.equal([]);
    });
  }
});
