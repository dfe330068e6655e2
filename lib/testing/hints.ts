import type { CassetteErrorCode, Miss, RecordMode } from '../index.js';
import { isThere } from '../open/storage.js';

/** How clients come to ask the cassette of the test that runs. */
export const HOW_TO_REACH =
  'Give the clients cassetteInterceptor(), or reach them all with "node-option": ["import=grpc-cassette/register"] in .mocharc.';

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
export interface Missed {
  /** As mocha's `-f` takes it; empty for hooks outside of any suite. */
  readonly title: string;
  /** Of its cassette. */
  readonly path: string;
  /** As a person would write it. */
  readonly shownPath: string;
  readonly misses: readonly Miss[];
  /** The configured mode that CI holds back. */
  readonly heldBack: RecordMode | undefined;
}

/** The command that records what was missed, and what stands in its way; undefined where no recording helps. */
export function findHint({ title, path, shownPath, misses, heldBack }: Missed): string | undefined {
  const recordable = misses.filter(({ error }) => RECORDABLE.includes(error.code));
  if (recordable.length === 0) return undefined;
  const mode = modeFor(recordable);
  const picked = title === '' ? '' : ` -f '${title.replaceAll("'", "'\\''")}'`;
  const lines = [`GRPC_CASSETTE_MODE=${mode} npx mocha${picked} ${DOES[mode]}`];
  if (mode === 'once' && isThere(rejectedPath(path))) {
    lines.push(`What was recorded when the test failed is in ${rejectedPath(shownPath)}.`);
  }
  if (heldBack !== undefined) lines.push(`The mode ${heldBack} acts as none here, for CI is set.`);
  return lines.map((line, index) => `${index === 0 ? '  in mocha:  ' : '             '}${line}`).join('\n');
}

/** That of the next step which the misses name. */
function modeFor(misses: readonly Miss[]): keyof typeof DOES {
  if (misses.every(({ error }) => error.code === 'missing_cassette')) return 'once';
  const isNew = misses.every(({ error }) => error.nextStep?.includes('GRPC_CASSETTE_MODE=new_episodes'));
  return isNew ? 'new_episodes' : 'rewrite';
}

function rejectedPath(path: string): string {
  return `${path.replace(/\.ya?ml$/i, '')}.rejected.yaml`;
}
