import { CassetteError, type Plan, type RecordMode } from '../index.js';
import { describeUnknownMode, findRecordMode, planFor } from '../model/record-mode.js';

/** What the plan of a session depends on. */
export interface XaiPlanFacts {
  readonly cassetteExists: boolean;
  /** The record mode that was asked for, in any case of letters; none where undefined or blank. */
  readonly recordMode: string | undefined;
  /** Whether `XAI_PROTO_CASSETTE_RECORD` is 1, true or yes: it means `rewrite`, and only where no mode was asked for. */
  readonly envRecordFlag: boolean;
}

/**
 * What a session does with its cassette: `replay`, `record`, `hybrid` (replay, and record what is new), or `missing`
 * (there is nothing to replay, and recording was not asked for). Pure: reads no environment and no file.
 * Throws a `CassetteError` (`invalid_option`) for an unknown mode.
 */
export function xaiCassettePlan(facts: XaiPlanFacts): Plan {
  const asked = readRecordMode(facts.recordMode, 'recordMode');
  return planFor(chooseRecordMode(asked, facts.envRecordFlag), facts.cassetteExists);
}

/** The mode in force. */
export function chooseRecordMode(asked: RecordMode | undefined, envRecordFlag: boolean): RecordMode {
  return asked ?? (envRecordFlag ? 'rewrite' : 'none');
}

/** The mode that `value` names; undefined where it names none. Throws a `CassetteError` for an unknown one. */
export function readRecordMode(value: unknown, option: string): RecordMode | undefined {
  if (value === undefined || value === null) return undefined;
  const name = String(value).trim();
  if (name === '') return undefined;
  const mode = findRecordMode(name);
  if (mode !== undefined) return mode;
  throw new CassetteError('invalid_option', describeUnknownMode(JSON.stringify(name), option), { option });
}
