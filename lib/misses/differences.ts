import type { JsonValue } from '../model/json.js';
import type { Redaction } from '../redact/redaction.js';

type JsonRecord = { readonly [name: string]: JsonValue };

/** A field in which two messages differ. A side is undefined where it has no such field. */
export interface Difference {
  /** Such as `messages[0].content`; empty for the message as a whole. */
  readonly path: string;
  readonly recorded: JsonValue | undefined;
  readonly asked: JsonValue | undefined;
}

/** The fields in which two messages differ, in the order of the recorded one. Of a secret it says that it differs, no more. */
export function differencesOf(
  recorded: JsonValue,
  asked: JsonValue,
  redaction: Redaction,
): readonly Difference[] {
  return new Comparison(redaction).compare(recorded, asked, '');
}

class Comparison {
  readonly #redaction: Redaction;

  constructor(redaction: Redaction) {
    this.#redaction = redaction;
  }

  compare(recorded: JsonValue | undefined, asked: JsonValue | undefined, path: string): Difference[] {
    if (Object.is(recorded, asked)) return [];
    if (Array.isArray(recorded) && Array.isArray(asked)) return this.#compareLists(recorded, asked, path);
    if (isRecord(recorded) && isRecord(asked)) return this.#compareRecords(recorded, asked, path);
    return [{ path, recorded, asked }];
  }

  #compareLists(recorded: readonly JsonValue[], asked: readonly JsonValue[], path: string): Difference[] {
    const tail = recorded.length === asked.length ? 0 : this.#equalTail(recorded, asked);
    const [one, other] = [withoutTail(recorded, tail), withoutTail(asked, tail)];
    const length = Math.max(one.length, other.length);
    return Array.from({ length }, (_, index) => {
      const differences = this.compare(one[index], other[index], `${path}[${index}]`);
      return this.#hideWhereSecret(differences, recorded, asked, String(index));
    }).flat();
  }

  /** How many elements at the end are equal: one that was inserted before them must not make them all differ. */
  #equalTail(recorded: readonly JsonValue[], asked: readonly JsonValue[]): number {
    const shortest = Math.min(recorded.length, asked.length);
    let tail = 0;
    while (tail < shortest && this.compare(recorded.at(-1 - tail), asked.at(-1 - tail), '').length === 0) {
      tail += 1;
    }
    return tail;
  }

  #compareRecords(recorded: JsonRecord, asked: JsonRecord, path: string): Difference[] {
    const names = new Set([...Object.keys(recorded), ...Object.keys(asked)]);
    return [...names].flatMap((name) => {
      const [one, other] = [own(recorded, name), own(asked, name)];
      const differences = this.compare(one, other, `${path}${pathStep(name, path)}`);
      return this.#hideWhereSecret(differences, recorded, asked, name);
    });
  }

  #hideWhereSecret(
    differences: Difference[],
    recorded: JsonValue,
    asked: JsonValue,
    name: string,
  ): Difference[] {
    if (differences.length === 0) return differences;
    const isSecret = [recorded, asked].some((holder) => this.#redaction.hides(holder, name));
    return isSecret ? differences.map((each) => this.#hide(each)) : differences;
  }

  #hide({ path, recorded, asked }: Difference): Difference {
    const hide = (value: JsonValue | undefined): JsonValue | undefined =>
      value === undefined ? undefined : this.#redaction.replacement;
    return { path, recorded: hide(recorded), asked: hide(asked) };
  }
}

function withoutTail(list: readonly JsonValue[], tail: number): readonly JsonValue[] {
  return tail === 0 ? list : list.slice(0, -tail);
}

function pathStep(name: string, path: string): string {
  if (!/^\w+$/.test(name)) return `[${JSON.stringify(name)}]`;
  return path === '' ? name : `.${name}`;
}

function own(record: JsonRecord, name: string): JsonValue | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function isRecord(value: JsonValue | undefined): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
