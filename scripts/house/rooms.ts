import { posix } from 'node:path';
import type { SourceFile } from './read-imports.js';

/** Which node has an arrow to which others; each is a key. */
export type Arrows = ReadonlyMap<string, ReadonlySet<string>>;

/** The room that a file of lib is in: its folder, or the file itself where it lies in no room. */
export function roomOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === 'lib' ? path : folder;
}

/** The arrows between the files of lib. */
export function arrowsBetweenFiles(house: readonly SourceFile[]): Arrows {
  const paths = new Set(house.map(({ path }) => path));
  return new Map(
    house.map(({ path, imports }) => [path, new Set(imports.filter((each) => paths.has(each)))] as const),
  );
}

/** The arrows between the rooms of lib. */
export function arrowsBetweenRooms(house: readonly SourceFile[]): Arrows {
  const arrows = new Map<string, Set<string>>();
  for (const [path, imported] of arrowsBetweenFiles(house)) {
    const room = roomOf(path);
    const below = arrows.get(room) ?? new Set();
    for (const each of imported) if (roomOf(each) !== room) below.add(roomOf(each));
    arrows.set(room, below);
  }
  return arrows;
}

/** A way along the arrows from `start` to the first node that `isEnd` accepts, both named; undefined where there is none. */
export function findWay(
  arrows: Arrows,
  start: string,
  isEnd: (node: string) => boolean,
): readonly string[] | undefined {
  const seen = new Set<string>();
  const ways: string[][] = [[start]];
  for (const way of ways) {
    for (const next of arrows.get(way.at(-1) ?? '') ?? []) {
      if (isEnd(next)) return [...way, next];
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
}
