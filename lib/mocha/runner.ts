import { quoteArgument, type Runner } from '../testing/runner.js';

/** Mocha, as people are told of it. */
export const MOCHA: Runner = {
  name: 'mocha',
  howToReach:
    'Give the clients cassetteInterceptor(), or reach them all with "node-option": ["import=grpc-cassette/register"] in .mocharc.',
  pickers: '-g, .only or --bail',
};

/** The command that runs what has these titles alone; all there is where they say nothing. */
export function commandFor(titles: readonly string[]): string {
  const title = titles.join(' ');
  return title === '' ? 'npx mocha' : `npx mocha -f ${quoteArgument(title)}`;
}
