import { findFieldPath } from './field-path.js';

/** A place of a recorded request where a secret stood: what a call has there does not count. */
export type RedactionMark =
  | {
      readonly type: 'request';
      /** Which of a stream's requests, counted from 0; undefined for a single one. */
      readonly index: number | undefined;
      /**
       * Field numbers from the message's root, such as `5.3`: all occurrences; with a key or an index (`4["env"]`, `6[0].1`), that
       * one. Empty: the request as a whole.
       */
      readonly path: string;
    }
  | { readonly type: 'metadata'; readonly key: string };

/** No marks: nothing was taken out. */
export const NO_MARKS: readonly RedactionMark[] = [];

const REQUEST = /^request(?:\[(0|[1-9]\d{0,9})\])?(?: ([1-9].*))?$/;
const METADATA = /^metadata ([0-9a-z_.-]+)$/;

/** The mark as a cassette has it: `request 5.3`, `request[2] 5.3`, `metadata x-trace`. */
export function markText(mark: RedactionMark): string {
  if (mark.type === 'metadata') return `metadata ${mark.key}`;
  const request = mark.index === undefined ? 'request' : `request[${mark.index}]`;
  return mark.path === '' ? request : `${request} ${mark.path}`;
}

/** The mark that a text says; undefined where it says none. */
export function findMark(text: string): RedactionMark | undefined {
  const [, key] = METADATA.exec(text) ?? [];
  if (key !== undefined) return { type: 'metadata', key };
  const found = REQUEST.exec(text);
  if (found === null) return undefined;
  const [, index, path = ''] = found;
  if (path !== '' && findFieldPath(path)?.every(({ type }) => type !== 'field') !== true) return undefined;
  return { type: 'request', index: index === undefined ? undefined : Number(index), path };
}

const byIndex = new WeakMap<readonly RedactionMark[], ReadonlyMap<number, readonly string[]>>();
const NO_PATHS: readonly string[] = [];

/** The paths that marks name in the request of that index. The marks must not change any more. */
export function markedPaths(marks: readonly RedactionMark[], index: number): readonly string[] {
  let paths = byIndex.get(marks);
  if (paths === undefined) {
    paths = pathsByIndex(marks);
    byIndex.set(marks, paths);
  }
  return paths.get(index) ?? NO_PATHS;
}

function pathsByIndex(marks: readonly RedactionMark[]): ReadonlyMap<number, readonly string[]> {
  const paths = new Map<number, string[]>();
  for (const mark of marks) {
    if (mark.type !== 'request') continue;
    const index = mark.index ?? 0;
    const others = paths.get(index);
    if (others === undefined) paths.set(index, [mark.path]);
    else others.push(mark.path);
  }
  return paths;
}
