import { CassetteError } from '../errors.js';
import type { Meanings } from '../messages/meaning/meanings.js';
import type { Interaction } from '../model/interaction.js';
import type { MatchFunction } from '../model/matching.js';
import { cut, printable } from '../model/printable.js';
import { redactMetadata } from '../redact/metadata.js';
import type { Asking } from './asking.js';
import { fits, givenFits, halfCloseFits, isExact, requestFits } from './fit.js';

/** How much is shown of what a match function returned or threw, in characters. */
const LONGEST_VALUE = 200;

/** What the `match` option decides: whether a recording of the call's method and kind can be that of the call. */
export interface Rule {
  /** Whether equal requests are what pairs a call with its recording. */
  readonly comparesRequests: boolean;
  /** Whether it ever looks at requests. */
  readonly readsRequests: boolean;
  /** By all that was said so far. */
  fits(asking: Asking, interaction: Interaction): boolean;
  /** Whether one that fitted so far still does after the newest request. */
  goesOn(asking: Asking, interaction: Interaction): boolean;
  /** Whether one that fitted so far still does after the half-close. */
  endsWith(asking: Asking, interaction: Interaction): boolean;
  /** Whether one that fits holds all that the call has said. */
  isExact(asking: Asking, interaction: Interaction): boolean;
}

/** Equal requests, by what they mean. */
export function requestRule(meanings: Meanings): Rule {
  return {
    comparesRequests: true,
    readsRequests: true,
    fits: ({ soFar, method }, interaction) => fits(soFar, interaction, meanings.of(method)),
    goesOn({ soFar: { requests }, method }, interaction) {
      const last = requests.length - 1;
      return requestFits(requests.at(last), interaction, last, meanings.of(method));
    },
    endsWith: ({ soFar }, interaction) => halfCloseFits(soFar.requests.length, interaction),
    isExact: ({ soFar }, interaction) => isExact(soFar, interaction),
  };
}

/** Any requests. A call that was given messages cannot go on with a recording that has others. */
export function methodRule(meanings: Meanings): Rule {
  return {
    comparesRequests: false,
    readsRequests: false,
    fits: ({ soFar, method }, interaction) => givenFits(soFar, interaction, meanings.of(method)),
    goesOn: () => true,
    endsWith: () => true,
    isExact: () => true,
  };
}

/** What the user's own function says. */
export function functionRule(match: MatchFunction, meanings: Meanings, path: string): Rule {
  const isWanted = (asking: Asking, interaction: Interaction): boolean =>
    ask(match, asking, interaction, meanings, path);
  return {
    comparesRequests: false,
    readsRequests: true,
    fits: (asking, interaction) =>
      givenFits(asking.soFar, interaction, meanings.of(asking.method)) && isWanted(asking, interaction),
    goesOn: isWanted,
    endsWith: isWanted,
    isExact: () => true,
  };
}

function ask(
  match: MatchFunction,
  asking: Asking,
  interaction: Interaction,
  meanings: Meanings,
  path: string,
): boolean {
  const { method, kind, call, soFar } = asking;
  const fail = (what: string, cause?: unknown): CassetteError =>
    new CassetteError(
      'match_failed',
      `${path}: the match function ${what}, asked about ${method}. Let it return true or false.`,
      { path, method },
      { cause },
    );
  let answer: unknown;
  try {
    answer = match(
      {
        ...kind,
        method,
        get target() {
          return call.target;
        },
        get metadata() {
          return redactMetadata(call.requestMetadata);
        },
        requests: soFar.requests,
        halfClosed: soFar.halfClosed,
        toJson: (request) => meanings.of(method).request.view(request),
      },
      interaction,
    );
  } catch (cause) {
    throw fail(`threw ${nameOf(cause)}`, cause);
  }
  if (typeof answer === 'boolean') return answer;
  throw fail(`returned ${nameOf(answer)}`);
}

/** A value that the user's function gave, on one line and cut to size. Never throws. */
function nameOf(value: unknown): string {
  if (value instanceof Error) return onOneLine(`${value.name}: ${value.message}`);
  if (value instanceof Promise) return 'a Promise';
  return typeof value === 'object' && value !== null ? 'an object' : onOneLine(String(value));
}

function onOneLine(text: string): string {
  return cut(printable(text.replace(/\s+/g, ' ')), LONGEST_VALUE);
}
