import { type CassetteFinder, cassetteFinder } from '../grpc/find-cassette.js';
import { actOutside } from '../grpc/outside.js';
import { warn } from '../open/warn.js';
import { resolveOutside } from '../options.js';

/**
 * The cassette in charge of a call: the current one; where there is none, as in a program that knows nothing of cassettes,
 * the one at `GRPC_CASSETTE_PATH`. Empty is not given. Throws a `CassetteError` (`invalid_option`).
 */
export function createFinder(environment: NodeJS.ProcessEnv): CassetteFinder {
  const path = given(environment['GRPC_CASSETTE_PATH']);
  const current = cassetteFinder('grpc-cassette/register', undefined, undefined);
  if (path === undefined) return withoutPath(current, environment);
  const named = cassetteFinder('GRPC_CASSETTE_PATH', path, undefined);
  return {
    open() {},
    find: () => current.find() ?? named.find(),
    peek: () => current.peek() ?? named.peek(),
    leaveOutside() {},
  };
}

/** A mode alone asks for recordings that nobody said where to put. */
function withoutPath(current: CassetteFinder, environment: NodeJS.ProcessEnv): CassetteFinder {
  const mode = given(environment['GRPC_CASSETTE_MODE']);
  const rule = resolveOutside(undefined, environment);
  let hasTold = mode === undefined;
  return {
    ...current,
    leaveOutside(method) {
      actOutside(method, rule);
      if (hasTold) return;
      hasTold = true;
      warn(
        `GRPC_CASSETTE_MODE=${mode} says how cassettes are used, and none is in charge of the call ${method}, which reached the network and is not recorded. Name one with GRPC_CASSETTE_PATH.`,
      );
    },
  };
}

function given(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}
