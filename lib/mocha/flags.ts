/**
 * Where `.mocharc` names options for Node, mocha starts a second process and hands it its whole configuration as flags,
 * `--cassette.mode=once` (12) or `--cassette.mode once` (10, 11), with `--no-config`. The file is not named to it.
 */
export function isSecondProcess(argv: readonly string[] = process.argv): boolean {
  return /[\\/]lib[\\/]cli[\\/]cli\.js$/.test(argv[1] ?? '') && argv.includes('--no-config');
}

/** The `cassette` key of a configuration that was handed on as flags; undefined where it had none. */
export function cassetteOfFlags(argv: readonly string[] = process.argv): unknown {
  const values: Record<string, unknown> = {};
  let found: unknown;
  for (const [index, argument] of argv.entries()) {
    const flag = /^--(no-)?cassette(?:\.([\w.]+))?(?:=(.*))?$/s.exec(argument);
    if (flag === null) continue;
    const [, no, key, given] = flag;
    if (key === undefined) return no === undefined;
    found = values;
    add(values, key, no === undefined ? toValue(given ?? argv[index + 1]) : false);
  }
  return found;
}

/** Whether a configuration's `cassette` key is the one that was handed on, where functions came as their text. */
export function isHandedOn(cassette: unknown, flags: unknown): boolean {
  if (!isRecord(cassette) || !isRecord(flags)) return cassette === flags;
  const keys = Object.keys(cassette);
  const heads = Object.keys(flags).map((key) => key.split('.')[0] ?? '');
  return heads.every((key) => keys.includes(key)) && keys.every((key) => mayBe(cassette[key], flags[key]));
}

function mayBe(value: unknown, flag: unknown): boolean {
  return !['string', 'number', 'boolean'].includes(typeof value) || String(value) === String(flag);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A list comes as one flag for each of its values. */
function add(values: Record<string, unknown>, key: string, value: unknown): void {
  const earlier = values[key];
  values[key] = earlier === undefined ? value : [...(Array.isArray(earlier) ? earlier : [earlier]), value];
}

function toValue(text: string | undefined): unknown {
  if (text === undefined || text.startsWith('--')) return true;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
