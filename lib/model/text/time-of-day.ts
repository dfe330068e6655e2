/** The time that a text such as `2026-11-22T07:14:03.120Z` says, in milliseconds since 1970; undefined where it says none. */
export function findTimeOfDay(text: string): number | undefined {
  // biome-ignore lint/style/noRestrictedGlobals: it reads a text, and no clock.
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
