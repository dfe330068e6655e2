import { isFieldPath } from './model/field-path.js';
import {
  MATCH_RULES,
  type MatchFunction,
  type MatchRule,
  UNPLAYED_RULES,
  type UnplayedRule,
} from './model/matching.js';
import { describeUnknownMode, findRecordMode, type RecordMode } from './model/record-mode.js';
import {
  invalid,
  invalidOption,
  readFlag,
  readMetadataKeys,
  readTexts,
  show,
} from './options/option-values.js';
import { type RedactOptions, type RedactRules, resolveRedact, sameRules } from './options/redact-options.js';

/** How a cassette records and plays. Every option may be left out. */
export interface CassetteOptions {
  /**
   * When to play and when to record: `none` (never record), `once` (record when there is no cassette), `new_episodes`
   * (record what the cassette does not answer), `rewrite` or `all` (record everything anew). `replay` is `none`.
   * The environment variable `GRPC_CASSETTE_MODE` wins over it. Default: `none`.
   */
  readonly mode?: RecordMode | 'replay';
  /**
   * The pace of a replay: `instant` (in recorded order, without waiting), `recorded`, or a factor of the recorded
   * time such as `0.5` (0 is `instant`). Default: `instant`.
   */
  readonly timing?: 'instant' | 'recorded' | number;
  /**
   * Whether new recordings get a readable view of their messages (`json`) beside the bytes, where one can be made: of
   * the schema, or of what the client's own messages show. Default: `true`.
   */
  readonly debugJson?: boolean;
  /** Whether new recordings say when things happened (`started_at` and all `_ms`). Order is kept either way. Default: `true`. */
  readonly times?: boolean;
  /**
   * Whether calls that reached no server are recorded where they stand between others that did, as a test of a reconnect
   * makes them. Default: `false`.
   */
  readonly keepFailures?: boolean;
  /**
   * Where the message types are described: the path of a descriptor set (`.binpb`, `.pb`, `.desc`) or of a `.proto` file
   * (read by `@grpc/proto-loader`), a descriptor set's bytes, what proto-loader's `load` returns, a function that gives a
   * descriptor set's bytes and is called once when something is recorded (such as `() => reflectSchema(client)`), or a
   * list of these. Default: none.
   */
  readonly schema?: SchemaSource | readonly SchemaSource[];
  /**
   * Which recording answers a call: `request` (one of the same method whose requests mean the same), `method` (the next
   * one of the same method), `sequence` (the next one of the cassette), or a function that is asked for each free
   * recording of the same method and kind, in recorded order. Recordings of the Python harness's format have no method:
   * they are always played in sequence. Default: `request`.
   */
  readonly match?: MatchRule;
  /**
   * Fields of requests that matching leaves out: `context.request_id`, `messages[*].id`, `messages[3].id`,
   * `labels[env]`, or by number `5.3`. Default: none.
   */
  readonly ignore?: string | readonly string[];
  /** Metadata keys whose values must agree, too. Secret values are compared as they are stored. Default: none. */
  readonly matchMetadata?: string | readonly string[];
  /** Whether the last of several equal recordings answers again once all of them were played. Default: `false`. */
  readonly repeats?: boolean;
  /** What `close()` does about recordings that no call was answered with: `error` rejects. Default: `ignore`. */
  readonly onUnplayed?: UnplayedRule;
  /**
   * What is taken out of all that is stored, shown and told, besides what is taken out by default: metadata under names of
   * secrets, fields that the schema declares with `debug_redact`, and the credentials that this process sends. What was
   * taken out of a request matches anything. Default: no more than that.
   */
  readonly redact?: RedactOptions;
}

/** Something that describes message types: a path, a descriptor set's bytes or where to get them, a proto-loader definition. */
export type SchemaSource = string | Uint8Array | PackageDefinition | (() => Uint8Array | Promise<Uint8Array>);

/** What `@grpc/proto-loader` returns: definitions by name. */
export interface PackageDefinition {
  readonly [name: string]: object;
}

/** Options with every default filled in. */
export interface ResolvedOptions {
  readonly mode: RecordMode;
  /** What recorded times are multiplied with; 0 plays without waiting. */
  readonly timing: number;
  readonly debugJson: boolean;
  readonly times: boolean;
  readonly keepFailures: boolean;
  readonly schema: readonly SchemaSource[];
  readonly match: MatchRule;
  readonly ignore: readonly string[];
  /** In lower case. */
  readonly matchMetadata: readonly string[];
  readonly repeats: boolean;
  readonly onUnplayed: UnplayedRule;
  readonly redact: RedactRules;
}

/** What becomes of a call that no cassette is in charge of. */
export const OUTSIDE_RULES = ['pass', 'warn', 'error'] as const;

/** What becomes of a call that no cassette is in charge of: it passes through, is told as well, or fails. */
export type OutsideRule = (typeof OUTSIDE_RULES)[number];

const OUTSIDE_VARIABLE = 'GRPC_CASSETTE_OUTSIDE';
const MODE_VARIABLE = 'GRPC_CASSETTE_MODE';
const RUN_VARIABLE = 'GRPC_CASSETTE_RUN';
const DEBUG_VARIABLE = 'GRPC_CASSETTE_DEBUG';

/**
 * Checks `options` and fills in the defaults, with the mode of the environment before the option in code.
 * Throws a `CassetteError` (`invalid_option`) that shows the value and what is legal.
 */
export function resolveOptions(
  options: CassetteOptions = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ResolvedOptions {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw invalid('options', options, 'an object such as { mode: "once" }');
  }
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(readers, name)) continue;
    throw invalidOption(
      name,
      `Unknown cassette option ${JSON.stringify(name)}. Known options: ${Object.keys(readers).join(', ')}.`,
    );
  }
  const modeInCode = readers.mode(options.mode);
  return {
    mode: readMode(environment[MODE_VARIABLE], MODE_VARIABLE) ?? modeInCode ?? 'none',
    timing: readers.timing(options.timing) ?? 0,
    debugJson: readers.debugJson(options.debugJson) ?? true,
    times: readers.times(options.times) ?? true,
    keepFailures: readers.keepFailures(options.keepFailures) ?? false,
    schema: readers.schema(options.schema) ?? [],
    redact: readers.redact(options.redact, environment),
    ...resolveMatching(options),
  };
}

/**
 * What is to become of calls outside of cassettes: `GRPC_CASSETTE_OUTSIDE` before what was given in code; undefined where
 * nobody says. Throws a `CassetteError` (`invalid_option`).
 */
export function resolveOutside(
  given: unknown,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): OutsideRule | undefined {
  const inCode = readOutside(given, 'outside');
  const text = environment[OUTSIDE_VARIABLE]?.trim().toLowerCase();
  return readOutside(text === '' ? undefined : text, OUTSIDE_VARIABLE) ?? inCode;
}

/** The name of the run that this process belongs to: `GRPC_CASSETTE_RUN`; undefined where nobody gives it one. */
export function resolveRun(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const name = environment[RUN_VARIABLE]?.trim();
  return name === '' ? undefined : name;
}

/** Where to tell what happens: `GRPC_CASSETTE_DEBUG`; `1` is the standard error output, `0` is nowhere, all else is a file. */
export function resolveDebug(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): { readonly file: string | undefined } | undefined {
  const text = environment[DEBUG_VARIABLE]?.trim() ?? '';
  if (text === '' || text === '0') return undefined;
  return { file: text === '1' ? undefined : text };
}

function readOutside(value: unknown, name: string): OutsideRule | undefined {
  if (value === undefined) return undefined;
  const rule = OUTSIDE_RULES.find((each) => each === value);
  if (rule !== undefined) return rule;
  throw invalid(name, value, OUTSIDE_RULES.map((each) => JSON.stringify(each)).join(', '));
}

function resolveMatching(
  options: CassetteOptions,
): Pick<ResolvedOptions, 'match' | 'ignore' | 'matchMetadata' | 'repeats' | 'onUnplayed'> {
  const match = readers.match(options.match) ?? 'request';
  const repeats = readers.repeats(options.repeats) ?? false;
  if (match === 'sequence' && repeats) {
    throw invalidOption(
      'repeats',
      'With match: "sequence" each interaction is played once. Leave repeats out.',
    );
  }
  return {
    match,
    ignore: readers.ignore(options.ignore) ?? [],
    matchMetadata: readers.matchMetadata(options.matchMetadata) ?? [],
    repeats,
    onUnplayed: readers.onUnplayed(options.onUnplayed) ?? 'ignore',
  };
}

/** What differs between two sets of options, as `mode: "once" against "none"`; undefined when they agree. */
export function describeDifference(first: ResolvedOptions, second: ResolvedOptions): string | undefined {
  const names = Object.keys(first) as (keyof ResolvedOptions)[];
  const different = names.filter((name) =>
    name === 'redact' ? !sameRules(first.redact, second.redact) : !isSame(first[name], second[name]),
  );
  if (different.length === 0) return undefined;
  return different
    .map((name) => {
      const [one, other] = [describe(first[name]), describe(second[name])];
      return `${name}: ${one} against ${one === other ? 'another' : other}`;
    })
    .join(', ');
}

const readers = {
  mode: (value: unknown): RecordMode | undefined => readMode(value, 'mode'),
  timing(value: unknown): number | undefined {
    if (value === undefined) return undefined;
    if (value === 'instant') return 0;
    if (value === 'recorded') return 1;
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
    throw invalid('timing', value, '"instant", "recorded" or a factor of 0 or more');
  },
  debugJson: (value: unknown): boolean | undefined => readFlag(value, 'debugJson'),
  times: (value: unknown): boolean | undefined => readFlag(value, 'times'),
  keepFailures: (value: unknown): boolean | undefined => readFlag(value, 'keepFailures'),
  schema(value: unknown): readonly SchemaSource[] | undefined {
    if (value === undefined) return undefined;
    const sources: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (sources.every(isSchemaSource)) return sources;
    const wrong = sources.find((source) => !isSchemaSource(source));
    throw invalid(
      'schema',
      wrong,
      'the path of a .binpb, .pb, .desc or .proto file, the bytes of a descriptor set, a function that gives them, a proto-loader definition, or a list of these',
    );
  },
  match(value: unknown): MatchRule | undefined {
    if (value === undefined || typeof value === 'function') return value as MatchFunction | undefined;
    const rule = MATCH_RULES.find((each) => each === value);
    if (rule !== undefined) return rule;
    throw invalid(
      'match',
      value,
      '"request", "method", "sequence" or a function (call, interaction) => boolean',
    );
  },
  ignore: (value: unknown): readonly string[] | undefined =>
    readTexts(
      value,
      'ignore',
      isFieldPath,
      'field paths such as "context.request_id", "messages[*].id" or "5.3"',
    ),
  matchMetadata: (value: unknown): readonly string[] | undefined => readMetadataKeys(value, 'matchMetadata'),
  repeats: (value: unknown): boolean | undefined => readFlag(value, 'repeats'),
  onUnplayed(value: unknown): UnplayedRule | undefined {
    if (value === undefined) return undefined;
    const rule = UNPLAYED_RULES.find((each) => each === value);
    if (rule !== undefined) return rule;
    throw invalid('onUnplayed', value, UNPLAYED_RULES.map((each) => JSON.stringify(each)).join(', '));
  },
  redact: resolveRedact,
};

function isSchemaSource(value: unknown): value is SchemaSource {
  if (typeof value === 'string') return /\.(?:binpb|pb|desc|proto)$/.test(value);
  if (typeof value === 'function') return true;
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An option's value for a person: what a list holds is told by its length. */
function describe(value: ResolvedOptions[keyof ResolvedOptions]): string {
  if (typeof value === 'object' && 'credentials' in value) return 'these rules';
  if (!Array.isArray(value)) return show(value);
  return value.every((each) => typeof each === 'string') ? JSON.stringify(value) : `${value.length} sources`;
}

function isSame(first: unknown, second: unknown): boolean {
  if (first instanceof Uint8Array && second instanceof Uint8Array) return Buffer.compare(first, second) === 0;
  if (!Array.isArray(first) || !Array.isArray(second)) return first === second;
  return first.length === second.length && first.every((each, index) => isSame(each, second[index]));
}

function readMode(value: unknown, name: string): RecordMode | undefined {
  if (value === undefined || (typeof value === 'string' && value.trim() === '')) return undefined;
  const mode = typeof value === 'string' ? findRecordMode(value) : undefined;
  if (mode !== undefined) return mode;
  throw invalidOption(
    name,
    describeUnknownMode(show(typeof value === 'string' ? value.trim() : value), name),
  );
}
