import type { SourceFile } from './read-imports.js';
import { type Arrows, arrowsBetweenFiles, arrowsBetweenRooms, findWay, roomOf } from './rooms.js';

/** The rooms that may import Node's own modules and read the clock; the others are the core, which does no I/O. */
export const NEAR_THE_SYSTEM: readonly string[] = [
  'lib/storage',
  'lib/open',
  'lib/grpc',
  'lib/grpc/channel',
  'lib/grpc/reflection',
  'lib/register',
  'lib/tools',
  'lib/xai',
  'lib/testing',
  'lib/mocha',
];
/** The rooms that may import the public face, as a user's program does. */
const OUTERMOST: readonly string[] = ['lib/xai', 'lib/testing', 'lib/mocha'];
const FACE = 'lib/index.ts';
/** They share what lies below them and nothing else. */
const WINGS = ['lib/record', 'lib/replay'];
/** A folder with more files than this is hard to find anything in. */
const MOST_FILES = 20;

/** Files, and rooms, that import each other in a circle. */
export function circles(house: readonly SourceFile[]): readonly string[] {
  return [arrowsBetweenFiles(house), arrowsBetweenRooms(house)].flatMap(circlesOf);
}

/** Each is told once, from the node that comes first in the alphabet. */
function circlesOf(arrows: Arrows): readonly string[] {
  return [...arrows.keys()].flatMap((node) => {
    const way = findWay(arrows, node, (each) => each === node);
    return way === undefined || way.some((each) => each < node) ? [] : [way.join(' -> ')];
  });
}

/** Ways by which one of the two wings reaches the other, directly or through other rooms. */
export function waysBetweenWings(house: readonly SourceFile[]): readonly string[] {
  const arrows = arrowsBetweenFiles(house);
  return house.flatMap(({ path }) => {
    if (!WINGS.includes(roomOf(path))) return [];
    const isOther = (each: string): boolean => WINGS.includes(roomOf(each)) && roomOf(each) !== roomOf(path);
    const way = findWay(arrows, path, isOther) ?? [];
    // One that goes on in its own wing is told of the file that leaves it.
    return roomOf(way[1] ?? path) === roomOf(path) ? [] : way.join(' -> ');
  });
}

/** Each loads a library, or a part of this one, when that is asked for, and does nothing else. */
const LOADER = /\/load-[\w-]+\.ts$/;

/** Imports of Node's own modules by the core. */
export function nodeInTheCore(house: readonly SourceFile[]): readonly string[] {
  return importsThat(
    house.filter(({ path }) => !LOADER.test(path)),
    (name, room) => name.startsWith('node:') && !NEAR_THE_SYSTEM.includes(room),
  );
}

/** Imports of the public face by rooms that are not outermost. */
export function faceFromWithin(house: readonly SourceFile[]): readonly string[] {
  return importsThat(house, (name, room) => name === FACE && !OUTERMOST.includes(room));
}

function importsThat(
  house: readonly SourceFile[],
  isWrong: (name: string, importer: string) => boolean,
): readonly string[] {
  return house.flatMap(({ path, imports }) =>
    imports.filter((name) => isWrong(name, roomOf(path))).map((name) => `${path} imports ${name}`),
  );
}

/** Rooms with too many files. */
export function crowdedRooms(house: readonly SourceFile[]): readonly string[] {
  return [...arrowsBetweenRooms(house).keys()].flatMap((room) => {
    const { length } = house.filter(({ path }) => roomOf(path) === room);
    return length <= MOST_FILES ? [] : [`${room} holds ${length} files; the most is ${MOST_FILES}`];
  });
}
