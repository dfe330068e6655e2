/** One step of a path: a field by name or number, or an element of a list or a map. */
export type PathStep =
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'number'; readonly number: number }
  | { readonly type: 'every' }
  | {
      readonly type: 'key';
      /** An element by its key in a map. */
      readonly key: string;
      /** Where the key is an integer without quotes: in a list, the element of that index; from the end if negative. */
      readonly index: number | undefined;
    };

/** Where in a message a field is. */
export type FieldPath = readonly PathStep[];

const STEP = /([A-Za-z_][A-Za-z0-9_]*|[1-9][0-9]*)|\[(\*|-?[0-9]+|[^\][*"]+|"(?:[^"\\]|\\["\\])*")\]/y;
const INDEX = /^(?:0|-?[1-9][0-9]*)$/;

/** https://protobuf.dev/programming-guides/proto3/#assigning */
const LARGEST_NUMBER = 2 ** 29 - 1;

/** Whether `text` can be read as a field path. */
export function isFieldPath(text: string): boolean {
  return findFieldPath(text) !== undefined;
}

/**
 * Reads a path such as `context.request_id`, `messages[*].id`, `messages[3].id`, `labels[env]`, `labels["a.b"]`, or by
 * number `5.3`. Undefined when it is none.
 */
export function findFieldPath(text: string): FieldPath | undefined {
  const steps: PathStep[] = [];
  const step = new RegExp(STEP);
  let follows: 'nothing' | 'field' | 'element' = 'nothing';
  for (let position = 0; position < text.length; position = step.lastIndex) {
    const isElement = text[position] === '[';
    // An element is one of a field: no list holds lists.
    if (isElement ? follows !== 'field' : follows !== 'nothing' && text[position] !== '.') return undefined;
    step.lastIndex = !isElement && follows !== 'nothing' ? position + 1 : position;
    const found = step.exec(text);
    if (found === null || (found[2] !== undefined) !== isElement) return undefined;
    const read = found[2] === undefined ? findFieldStep(found[1] as string) : elementStep(found[2]);
    if (read === undefined) return undefined;
    steps.push(read);
    follows = isElement ? 'element' : 'field';
  }
  return steps.length === 0 ? undefined : steps;
}

function findFieldStep(text: string): PathStep | undefined {
  if (!/^[0-9]/.test(text)) return { type: 'field', name: text };
  const number = Number(text);
  return number <= LARGEST_NUMBER ? { type: 'number', number } : undefined;
}

function elementStep(text: string): PathStep {
  if (text === '*') return { type: 'every' };
  if (text.startsWith('"')) {
    return { type: 'key', key: text.slice(1, -1).replace(/\\(.)/g, '$1'), index: undefined };
  }
  return { type: 'key', key: text, index: INDEX.test(text) ? Number(text) : undefined };
}

/** An option that holds field paths of which it is told where they name nothing. */
export type FieldPathOption = 'ignore' | 'redact.fields';
