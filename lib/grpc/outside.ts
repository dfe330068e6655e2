import { CassetteError } from '../errors.js';
import { processWide } from '../open/process-wide.js';
import { warn } from '../open/warn.js';
import type { OutsideRule } from '../options.js';
import { isOfRunner } from './current.js';

/** What all copies of this library in a process share. */
interface Shared {
  /** What is done where neither code nor environment says. */
  usual: OutsideRule;
  /** Whether `grpc-cassette/register` sees what interceptors let pass, and is the one to speak. */
  isRegistered: boolean;
  /** The methods that were told already. */
  readonly told: Set<string>;
}

const shared = processWide<Shared>('grpc-cassette/outside', () => ({
  usual: 'pass',
  isRegistered: false,
  told: new Set(),
}));

/** Says what becomes of calls outside of cassettes where neither code nor environment does: a runner's entry tells of them. */
export function setUsualOutside(rule: OutsideRule): void {
  shared.usual = rule;
}

/** Leaves calls outside to the channel beneath, which `grpc-cassette/register` has patched. */
export function leaveOutsideToRegister(): void {
  shared.isRegistered = true;
}

/**
 * Does what `rule` says about a call of `method` that no cassette is in charge of. `isExplicit`: this very client was given
 * the rule. Throws a `CassetteError` (`no_cassette`).
 */
export function leaveOutside(method: string, rule: OutsideRule | undefined, isExplicit: boolean): void {
  if (!shared.isRegistered || isExplicit) actOutside(method, rule);
}

/** The same, of the last door before the server. */
export function actOutside(method: string, rule: OutsideRule = usualRule()): void {
  if (rule === 'pass') return;
  if (rule === 'error') {
    throw new CassetteError(
      'no_cassette',
      `No cassette is in charge of the call ${method}, and outside: 'error' lets none pass. Make it inside of useCassette, or between insertCassette and ejectCassette, or give its client a path.`,
      { method },
    );
  }
  if (shared.told.has(method)) return;
  shared.told.add(method);
  warn(
    `No cassette is in charge of the call ${method}: it reached the network, and is not recorded. Make it inside of useCassette, or between insertCassette and ejectCassette; outside: 'error' fails such calls, 'pass' lets them pass in silence.`,
  );
}

/** A test that is to have no cassette makes its calls outside on purpose. */
function usualRule(): OutsideRule {
  return isOfRunner() ? 'pass' : shared.usual;
}
