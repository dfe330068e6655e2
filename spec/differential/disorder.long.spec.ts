/**
 * The programs of differential.spec.ts once more, by clients whose serialisers write the same message in other bytes each
 * time (disorder/hand.ts): recording and replay send different bytes throughout, and are one play all the same.
 */
import { expect } from 'chai';
import type { MatchFunction } from '../../lib/model/matching.js';
import { inFlavour, namedIn } from './disorder/in-flavour.js';
import { judgeAll } from './disorder/judge-all.js';
import { add, NOTHING_REWRITTEN, type Rewritten } from './disorder/scribe.js';
import { TALK } from './disorder/sheet-type.js';
import { planFromEnvironment, runGenerated } from './generated.js';
import type { Flavour } from './program.js';
import { Stage } from './stage.js';
import { LIBRARY, librarySubject } from './subject.js';
import { type Subject, tryProgram } from './trial.js';

/** What a client may write otherwise, and what tells the cassette that it means the same. */
const CLIENTS: readonly { readonly title: string; readonly flavour: Flavour; readonly subject: Subject }[] = [
  { title: 'the fields of plain objects in another order', flavour: 'wire', subject: LIBRARY },
  {
    title: 'the fields, maps, lists and defaults of class messages otherwise',
    flavour: 'class',
    subject: LIBRARY,
  },
  {
    title: 'plain objects in any way that a schema allows',
    flavour: 'schema',
    subject: librarySubject({ schema: TALK }),
  },
];

/** Of the programs that run as bytes, so many run in each flavour. */
const SHARE = 1 / 9;

describe('a program is told the same', () => {
  const stage = new Stage();
  before(() => stage.start());
  after(() => stage.stop());

  for (const { title, flavour, subject } of CLIENTS) {
    describe(`by a client that writes ${title}`, () => {
      it('for named programs', async () => {
        const judged = await judgeAll(namedIn(flavour), stage, subject);
        const failures = judged.filter(({ outcome }) => outcome === 'failed');
        const rewritten = judged.map((one) => one.rewritten).reduce(add, NOTHING_REWRITTEN);
        tell(judged.length, rewritten);
        if (failures.length > 0) {
          throw new Error(failures.map(({ title: name, report }) => `${name}\n${report}`).join('\n\n'));
        }
        expectRewritten(rewritten, judged.length);
      }).timeout(300_000);

      it('for generated programs', async () => {
        const plan = planFromEnvironment(process.env);
        const programs = Math.ceil(plan.programs * SHARE);
        const outcome = await runGenerated(
          { ...plan, programs, adapt: (program) => inFlavour(flavour, program) },
          stage,
          subject,
        );
        const { ran, shaky, failures, rewritten } = outcome;
        tell(ran, rewritten);
        for (const line of shaky) process.stdout.write(`        ${line.slice(0, 400)}\n`);
        if (failures.length > 0) throw new Error(failures.join('\n\n'));
        if (plan.path !== undefined) return;
        expect(shaky.length, 'shaky programs').to.be.below(Math.max(3, ran * 0.01));
        expectRewritten(rewritten, ran);
      }).timeout(1_800_000);

      it('and is told of misses where equal bytes are asked for', async () => {
        const strict = librarySubject({ match: sameRequests });
        const ordinary = namedIn(flavour).filter(({ title: name }) => name.startsWith('an ordinary call'));
        const verdicts = ordinary.map(({ program }) => tryProgram(program, stage, strict));
        for (const { failures } of await Promise.all(verdicts)) {
          expect(failures.join('\n')).to.contain('the replay missed');
        }
      });
    });
  }
});

const sameRequests: MatchFunction = ({ requests: asked }, { requests: recorded }) =>
  Array.from({ length: asked.length }).every(
    (_, index) => index < recorded.length && Buffer.compare(asked.at(index), recorded.at(index)) === 0,
  );

function tell(programs: number, { sent, otherwise }: Rewritten): void {
  process.stdout.write(
    `        ${programs} programs: ${otherwise} of ${sent} replayed requests in other bytes than recorded\n`,
  );
}

/** A suite in which both runs sent the same bytes would prove nothing. */
function expectRewritten({ sent, otherwise }: Rewritten, programs: number): void {
  expect(sent, 'requests that both runs sent').to.be.above(programs / 2);
  expect(otherwise, 'requests in other bytes').to.equal(sent);
}
