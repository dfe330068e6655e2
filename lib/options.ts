import { CassetteError } from './errors.js';
import { findRecordMode, RECORD_MODES, type RecordMode } from './model/record-mode.js';

/** How a cassette records and plays. Every option may be left out. */
export interface CassetteOptions {
  /**
   * When to play and when to record: `none` (never record), `once` (record when there is no cassette), `new_episodes`
   * (record what the cassette does not answer), `rewrite` or `all` (record everything anew).
   * The environment variable `GRPC_CASSETTE_MODE` wins over it. Default: `none`.
   */
  readonly mode?: RecordMode;
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
  /**
   * Where the message types are described: the path of a descriptor set (`.binpb`, `.pb`, `.desc`) or of a `.proto` file
   * (read by `@grpc/proto-loader`), a descriptor set's bytes, what proto-loader's `load` returns, a function that gives a
   * descriptor set's bytes and is called once when something is recorded (such as `() => reflectSchema(client)`), or a
   * list of these. Default: none.
   */
  readonly schema?: SchemaSource | readonly SchemaSource[];
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
  readonly schema: readonly SchemaSource[];
}

const MODE_VARIABLE = 'GRPC_CASSETTE_MODE';

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
    schema: readers.schema(options.schema) ?? [],
  };
}

/** What differs between two sets of options, as `mode: "once" against "none"`; undefined when they agree. */
export function describeDifference(first: ResolvedOptions, second: ResolvedOptions): string | undefined {
  const names = Object.keys(first) as (keyof ResolvedOptions)[];
  const different = names.filter((name) => !isSame(first[name], second[name]));
  if (different.length === 0) return undefined;
  return different
    .map((name) => `${name}: ${describe(first[name])} against ${describe(second[name])}`)
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
  debugJson(value: unknown): boolean | undefined {
    if (value === undefined || typeof value === 'boolean') return value;
    throw invalid('debugJson', value, 'true or false');
  },
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
};

function isSchemaSource(value: unknown): value is SchemaSource {
  if (typeof value === 'string') return /\.(?:binpb|pb|desc|proto)$/.test(value);
  if (typeof value === 'function') return true;
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An option's value for a person: what a list holds is told by its length. */
function describe(value: ResolvedOptions[keyof ResolvedOptions]): string {
  return Array.isArray(value) ? `${value.length} source${value.length === 1 ? '' : 's'}` : show(value);
}

function isSame(first: unknown, second: unknown): boolean {
  if (!Array.isArray(first) || !Array.isArray(second)) return first === second;
  return first.length === second.length && first.every((each, index) => each === second[index]);
}

function readMode(value: unknown, name: string): RecordMode | undefined {
  if (value === undefined || (typeof value === 'string' && value.trim() === '')) return undefined;
  const mode = typeof value === 'string' ? findRecordMode(value) : undefined;
  if (mode !== undefined) return mode;
  const legal = RECORD_MODES.join(', ');
  throw invalidOption(
    name,
    `Unknown record mode ${show(typeof value === 'string' ? value.trim() : value)} in ${name}. Legal modes: ${legal}.`,
  );
}

function invalid(name: string, value: unknown, legal: string): CassetteError {
  return invalidOption(name, `The cassette option ${name} is ${show(value)}. Legal: ${legal}.`);
}

function invalidOption(option: string, message: string): CassetteError {
  return new CassetteError('invalid_option', message, { option });
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return typeof value === 'object' && value !== null ? Object.prototype.toString.call(value) : String(value);
}
