import { CassetteError, type CassetteOptions, type RecordMode } from '../index.js';
import { requestCassette } from '../open/open-cassette.js';

/** What a test, a suite or a configuration says of its cassettes: options, or that there are to be none. */
export type CassetteSetting = CassetteOptions | boolean;

/** What is in force for a test. */
export interface EffectiveSetting {
  readonly isOn: boolean;
  readonly options: CassetteOptions;
  /** The mode that was asked for and is not used because a machine (`CI`) runs the tests. */
  readonly heldBack: RecordMode | undefined;
}

/** Throws a `CassetteError` (`invalid_option`) for a setting that names an unknown option or an illegal value. */
export function checkSetting(setting: unknown, where: string): asserts setting is CassetteSetting {
  if (typeof setting === 'boolean') return;
  if (typeof setting !== 'object' || setting === null || Array.isArray(setting)) {
    throw new CassetteError(
      'invalid_option',
      `${where} is ${JSON.stringify(setting) ?? String(setting)}. Give it options such as { mode: "once" }, or false for no cassette.`,
      { option: 'cassette' },
    );
  }
  try {
    requestCassette('cassette.yaml', setting);
  } catch (error) {
    if (!CassetteError.is(error)) throw error;
    throw within(where, error);
  }
}

/** The same error, told with the place where the wrong thing stands. */
export function within(where: string, error: CassetteError): CassetteError {
  return new CassetteError(error.code, `${where}: ${error.message}`, error, { cause: error });
}

/** Settles what is in force, the outermost setting first. The environment's own mode is no concern of this. */
export function settle(
  settings: readonly CassetteSetting[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): EffectiveSetting {
  let isOn = true;
  let options: CassetteOptions = {};
  for (const setting of settings) {
    isOn = setting !== false;
    if (typeof setting === 'object') options = { ...options, ...setting };
  }
  const { mode } = options;
  const heldBack = (mode === 'once' || mode === 'new_episodes') && isMachine(environment) ? mode : undefined;
  return { isOn, options: heldBack === undefined ? options : { ...options, mode: 'none' }, heldBack };
}

/** `CI` is set by every service that runs tests. */
function isMachine(environment: Readonly<Record<string, string | undefined>>): boolean {
  return !['', '0', 'false', undefined].includes(environment['CI']?.trim().toLowerCase());
}
