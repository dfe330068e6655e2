import { stripVTControlCharacters } from 'node:util';
import type { Cassette } from '../cassette/cassette.js';
import { CassetteError } from '../errors.js';
import { explainForgiven } from '../model/forgiven.js';
import { type CassetteRequest, requestCassette } from '../open/open-cassette.js';
import { warn } from '../open/warn.js';
import type { CassetteOptions } from '../options.js';

const MISS_RULES = ['error', 'ignore'] as const;

/** What the end of a use does about calls that nothing answered. */
export type MissRule = (typeof MISS_RULES)[number];

/** How many explanations are shown in one error. */
const MOST_EXPLAINED = 3;

/** Settles what a use of a cassette asks for. Throws a `CassetteError` (`invalid_option`). */
export function requestUse(
  path: string,
  options: CassetteOptions & { readonly onMiss?: MissRule },
): { readonly request: CassetteRequest; readonly onMiss: MissRule } {
  // What is no object is told of as the wrong options that it is.
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    return { request: requestCassette(path, options), onMiss: 'error' };
  const { onMiss = 'error', ...others } = options;
  if (!MISS_RULES.includes(onMiss)) {
    throw new CassetteError(
      'invalid_option',
      `The cassette option onMiss is ${JSON.stringify(onMiss) ?? String(onMiss)}. Legal: "error", "ignore".`,
      { option: 'onMiss' },
    );
  }
  return { request: requestCassette(path, others), onMiss };
}

/** The misses of a cassette from now on: another test may have had its own before. */
export class MissWatch {
  readonly #cassette: Cassette;
  readonly #rule: MissRule;
  readonly #before: ReadonlyMap<string, number>;
  readonly #forgivenBefore: number;

  constructor(cassette: Cassette, rule: MissRule) {
    this.#cassette = cassette;
    this.#rule = rule;
    this.#forgivenBefore = cassette.forgiven.length;
    this.#before = new Map(cassette.misses.map(({ error, count }) => [error.message, count]));
  }

  /** Throws the explanation where calls missed. */
  assertNone(): void {
    const errors = this.#find();
    const [first, ...others] = errors;
    if (first === undefined) return;
    throw others.length === 0 ? first : together(first, errors);
  }

  /** Tells of the misses, and of what events waited for in vain, that the program's own error says nothing of: they may be why its use failed. */
  tellBeside(own: unknown): void {
    const said = stripVTControlCharacters(`${own instanceof Error ? `${own.message}${own.stack}` : own}`);
    const untold = this.#find().filter(({ message }) => !said.includes(message));
    const [first] = untold;
    if (first !== undefined) warn(`${this.#cassette.path}: ${together(first, untold).message}`);
    const told = [said, ...untold.map(({ message }) => message)].join('\n');
    const forgiven = this.#cassette.forgiven.slice(this.#forgivenBefore);
    const waits = explainForgiven(forgiven, (text) => !told.includes(text));
    if (waits !== undefined) warn(`${this.#cassette.path}: ${waits}`);
  }

  #find(): readonly CassetteError[] {
    if (this.#rule === 'ignore') return [];
    return this.#cassette.misses
      .filter(({ error, count }) => count > (this.#before.get(error.message) ?? 0))
      .map(({ error }) => error);
  }
}

/** The facts are those of the first. */
function together(first: CassetteError, errors: readonly CassetteError[]): CassetteError {
  const shown = errors.slice(0, MOST_EXPLAINED).map(({ message }) => message);
  if (errors.length > shown.length) shown.push(`and ${errors.length - shown.length} more calls missed`);
  const { path, mode, method, nextStep } = first;
  return new CassetteError(first.code, shown.join('\n\n'), {
    ...(path === undefined ? {} : { path }),
    ...(mode === undefined ? {} : { mode }),
    ...(method === undefined ? {} : { method }),
    ...(nextStep === undefined ? {} : { nextStep }),
  });
}
