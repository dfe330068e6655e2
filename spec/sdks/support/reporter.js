import Mocha from 'mocha';

/** Mocha's spec reporter, closed by the one plain line that `.ci/run` counts: `N passed, N failed[, N skipped]`. */
export default class PlainTally extends Mocha.reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    const skipped = pending > 0 ? `, ${pending} skipped` : '';
    process.stdout.write(`${passes} passed, ${failures} failed${skipped}\n`);
  }
}
