import type { JsonValue } from '../model/json.js';
import type { RedactRules } from '../options/redact-options.js';
import { REPLACEMENT } from './replacement.js';
import { isSecretField } from './secret-names.js';

/** What an entry of a map, or a header, calls its value, by what it calls its key; by number where there are no names. */
const KEYS_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['value', ['key', 'name']],
  ['2', ['1']],
]);

/** A field of that name may hold a word of a text, with the blank before it. */
const TOKEN = /token$/i;
const WORD = /^(?:\s+\S*|\S{0,7}|\*+)$/;
/** Nobody's secret. */
const TRIFLE = /^(?:.{0,3}|\*+|.*\[REDACTED\].*)$/s;

/** Told the path of a field that is hidden, and what it holds. */
type Note = (path: string, value: JsonValue) => void;

/** What is done on the way through a view. */
interface Way {
  readonly redact: (text: string) => string;
  readonly note: Note;
}

/** The fields that are named like secrets, and so are not shown. */
export class HiddenFields {
  readonly #more: readonly string[];
  readonly #keep: readonly string[];
  readonly #known = new Map<string, boolean>();

  constructor({ metadata, keep }: Pick<RedactRules, 'metadata' | 'keep'>) {
    this.#more = metadata;
    this.#keep = keep;
  }

  /**
   * Whether what `holder` has under `name` is not to be shown: it is named like a secret, or it is the value of an entry
   * that is, `{"key":"authorization","value":…}`, `{"1":"authorization","2":…}`, or `["authorization", …]`, as
   * google-protobuf shows maps.
   */
  hides(holder: unknown, name: string): boolean {
    return (
      this.#isSecret(name) ||
      keysOf(holder, name).some((key) => typeof key === 'string' && this.#isSecret(key))
    );
  }

  /** What may be shown of a view: `redact` takes secret values out of its texts. */
  leave(view: JsonValue, redact: (text: string) => string, note: Note): JsonValue {
    return this.#leaveOf(view, '', { redact, note });
  }

  /** The texts in a view that are not to be shown, wherever else they are found. */
  textsIn(view: JsonValue): ReadonlySet<string> {
    const texts = new Set<string>();
    this.#collect(view, false, texts);
    return texts;
  }

  #collect(value: JsonValue, isHidden: boolean, texts: Set<string>): void {
    if (typeof value === 'string' && isHidden && value !== '') texts.add(value);
    if (typeof value !== 'object' || value === null) return;
    for (const [name, each] of Object.entries(value))
      this.#collect(each, isHidden || this.hides(value, name), texts);
  }

  #leaveOf(value: JsonValue, path: string, way: Way): JsonValue {
    if (typeof value === 'string') return way.redact(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value))
      return value.map((each, index) => this.#hideOrLook(value, String(index), each, `${path}[]`, way));
    const entries = Object.entries(value).map(([name, each]) => {
      return [way.redact(name), this.#hideOrLook(value, name, each, pathTo(path, name), way)] as const;
    });
    return Object.fromEntries(entries);
  }

  #hideOrLook(holder: JsonValue, name: string, value: JsonValue, path: string, way: Way): JsonValue {
    if (!this.hides(holder, name)) return this.#leaveOf(value, path, way);
    if (holdsLikely(name, value)) way.note(path, value);
    return isEmpty(value) ? value : REPLACEMENT;
  }

  #isSecret(name: string): boolean {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const small = name.toLowerCase();
    const isSecret = !this.#keep.includes(small) && (this.#more.includes(small) || isSecretField(name));
    // Keys of maps are names as well, and there may be many.
    if (this.#known.size < MOST_KNOWN) this.#known.set(name, isSecret);
    return isSecret;
  }
}

const MOST_KNOWN = 10_000;

/** A key of a map may be a secret, and is not told. */
const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,40}$/;

function pathTo(path: string, name: string): string {
  if (!FIELD_NAME.test(name)) return `${path}[*]`;
  return path === '' ? name : `${path}.${name}`;
}

/** Whether what is hidden is likely to be a secret indeed: a text, or one within it. */
function holdsLikely(name: string, value: JsonValue): boolean {
  if (typeof value === 'string')
    return value !== REPLACEMENT && !(TOKEN.test(name) ? WORD : TRIFLE).test(value);
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).some((each) => holdsLikely(name, each))
  );
}

function keysOf(holder: unknown, name: string): readonly unknown[] {
  if (typeof holder !== 'object' || holder === null) return [];
  if (Array.isArray(holder)) return holder.length === 2 && name === '1' ? [holder[0]] : [];
  return (KEYS_OF.get(name) ?? []).map((key) => (holder as Readonly<Record<string, unknown>>)[key]);
}

function isEmpty(value: JsonValue): boolean {
  return value === '' || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}
