import type { CassetteErrorCode, Miss, RecordMode } from '../index.js';
import { isThere } from '../open/storage.js';
import { rejectedPath } from '../record/beside/paths-beside.js';
import type { Runner } from './runner.js';

/** The misses that a new recording mends; a file that cannot be read is never recorded over. */
const RECORDABLE: readonly CassetteErrorCode[] = [
  'missing_cassette',
  'no_match',
  'already_played',
  'stalled',
];

/** What a command that records does, by its mode. */
const DOES: Readonly<Record<'once' | 'new_episodes' | 'rewrite', string>> = {
  once: 'records it.',
  new_episodes: 'adds what is missing.',
  rewrite: 'records it anew.',
};

/** A test or hook whose calls missed. */
interface Missed {
  readonly runner: Runner;
  /** The command that runs it alone. */
  readonly command: string;
  /** Of its cassette. */
  readonly path: string;
  /** As a person would write it. */
  readonly shownPath: string;
  readonly misses: readonly Miss[];
  /** The configured mode that CI holds back. */
  readonly heldBack: RecordMode | undefined;
}

/** The command that records what was missed, and what stands in its way; undefined where no recording helps. */
export function findHint({ runner, command, path, shownPath, misses, heldBack }: Missed): string | undefined {
  const recordable = misses.filter(({ error }) => RECORDABLE.includes(error.code));
  if (recordable.length === 0) return undefined;
  const mode = modeFor(recordable);
  const lines = [`GRPC_CASSETTE_MODE=${mode} ${command} ${DOES[mode]}`];
  if (mode === 'once' && isThere(rejectedPath(path))) {
    lines.push(`What was recorded when the test failed is in ${rejectedPath(shownPath)}.`);
  }
  if (heldBack !== undefined) lines.push(`The mode ${heldBack} acts as none here, for CI is set.`);
  const label = `  in ${runner.name}:  `;
  return label + lines.join(`\n${' '.repeat(label.length)}`);
}

/** That of the next step which the misses name. */
function modeFor(misses: readonly Miss[]): keyof typeof DOES {
  if (misses.every(({ error }) => error.code === 'missing_cassette')) return 'once';
  const isNew = misses.every(({ error }) => error.nextStep?.includes('GRPC_CASSETTE_MODE=new_episodes'));
  return isNew ? 'new_episodes' : 'rewrite';
}
