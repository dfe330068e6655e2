import { status } from '@grpc/grpc-js';
import type { Finding } from './finding.js';
import type { Performed } from './job.js';
import { LOST_PATIENCE } from './patience.js';
import type { Program } from './program.js';
import { METHODS, type MethodName } from './wire.js';

/** Calls of changed programs that were neither answered nor told by a miss which names them. */
export function findUntold(
  programs: readonly Program[],
  performed: Performed | undefined,
): readonly Finding[] {
  if (performed === undefined) return [];
  return programs.flatMap((program, index) => {
    const log = performed.runs[index]?.log ?? [];
    const failed = log.filter((line) => line.includes(`"code":${status.FAILED_PRECONDITION},`));
    const nameless = failed.filter((line) => !line.includes('/linked.Hub/'));
    const silent = failed.length > 0 && performed.misses.length === 0 ? ['the cassette has no misses'] : [];
    const told = (what: Finding['what'], lines: readonly string[]): readonly Finding[] =>
      lines.map((report) => ({ when: 'changed', what, programs: [program], report }));
    return [...told('not told', [...nameless, ...silent]), ...told('hung', log.filter(isUnanswered))];
  });
}

/** A stream may be silent for as long as it likes; a call with one answer gets it. */
function isUnanswered(line: string): boolean {
  if (!line.startsWith(LOST_PATIENCE)) return false;
  const open = line.slice(LOST_PATIENCE.length).split(', ');
  return open.some((name) => METHODS[name.split(' ')[0] as MethodName] === 'unary');
}
