import { CassetteError, type RecordMode } from '../index.js';
import { readRecordMode } from './plan.js';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** `GRPC_CASSETTE_MODE`; undefined where it is not given. Throws a `CassetteError` for an unknown mode. */
export function readModeVariable(environment: Environment): RecordMode | undefined {
  return readRecordMode(environment['GRPC_CASSETTE_MODE'], 'GRPC_CASSETTE_MODE');
}

/** Whether `XAI_PROTO_CASSETTE_RECORD` says yes. */
export function readRecordFlag(environment: Environment): boolean {
  const value = environment['XAI_PROTO_CASSETTE_RECORD']?.trim().toLowerCase() ?? '';
  return ['1', 'true', 'yes'].includes(value);
}

/**
 * The key. Throws a `CassetteError` where there is none, or one that cannot be sent: no error may quote it, and
 * grpc-js's own would.
 */
export function requireApiKey(environment: Environment, path: string, mode: RecordMode): string {
  const key = environment['XAI_API_KEY']?.trim() ?? '';
  if (/^[!-~]+$/.test(key)) return key;
  const trouble =
    key === ''
      ? 'Set `XAI_API_KEY` to record xAI proto cassettes.'
      : '`XAI_API_KEY` holds a blank, a line end or a letter outside ASCII, and cannot be sent.';
  throw new CassetteError('invalid_option', `${trouble}\nCassette: ${path} (mode ${mode})`, {
    option: 'XAI_API_KEY',
    path,
    mode,
  });
}
