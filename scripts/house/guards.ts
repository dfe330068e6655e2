import type { SourceFile } from './read-imports.js';
import { arrowsBetweenRooms } from './rooms.js';
import { NEAR_THE_SYSTEM } from './rules.js';

/** What of `biome.json` says where which rules hold. */
export interface LinterSettings {
  readonly overrides: readonly {
    readonly includes: readonly string[];
    readonly linter: { readonly rules: { readonly [group: string]: object } };
  }[];
}

/** Rooms that the linter lets import anything, and rooms of the core in which it lets Node's modules in. */
export function unguardedRooms(house: readonly SourceFile[], settings: LinterSettings): readonly string[] {
  const imports = includesOf(settings, 'style', 'noRestrictedImports');
  const modules = includesOf(settings, 'correctness', 'noNodejsModules');
  return [...arrowsBetweenRooms(house).keys()].flatMap((room) => [
    ...(isNamed(room, imports) ? [] : [`biome.json does not say what ${room} may import`]),
    ...(isFile(room) || NEAR_THE_SYSTEM.includes(room) || isWithin(room, modules)
      ? []
      : [`biome.json does not forbid Node's modules in ${room}`]),
  ]);
}

/** The patterns of the overrides that have a rule. */
function includesOf({ overrides }: LinterSettings, group: string, rule: string): readonly string[] {
  return overrides.flatMap(({ includes, linter }) => (rule in (linter.rules[group] ?? {}) ? includes : []));
}

/** By a pattern of its own: a pattern of the folder around it has other rooms in mind. */
function isNamed(room: string, patterns: readonly string[]): boolean {
  return [room, `${room}/**`, `${room}/*.ts`].some((each) => patterns.includes(each));
}

function isWithin(room: string, patterns: readonly string[]): boolean {
  return patterns.some((each) => each.endsWith('/**') && `${room}/`.startsWith(each.slice(0, -2)));
}

function isFile(room: string): boolean {
  return room.endsWith('.ts');
}
