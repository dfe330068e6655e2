import { quoteArgument, type Runner } from '../testing/runner.js';

/** Mocha, as people are told of it. */
export const MOCHA: Runner = {
  name: 'mocha',
  howToReach:
    'Give the clients cassetteInterceptor(), or reach them all with "node-option": ["import=grpc-cassette/register"] in .mocharc.',
  pickers: '-g, .only or --bail',
};

/** The command that runs the test with these titles, and no other whose titles begin or end alike. */
export function commandForTest(titles: readonly string[]): string {
  return commandFor(titles, '$');
}

/** The command that runs the tests of the suite with these titles, and so its hooks; all there is where they say nothing. */
export function commandForSuite(titles: readonly string[]): string {
  return commandFor(titles, ' ');
}

/** Mocha takes titles, joined by blanks, for what it looks for; `-f` would do as well with a part of one. */
function commandFor(titles: readonly string[], end: string): string {
  const title = titles.join(' ');
  if (title === '') return 'npx mocha';
  const pattern = title.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return `npx mocha -g ${quoteArgument(`^${pattern}${end}`)}`;
}
