import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { CassetteError } from '../../lib/index.js';
import { callersOf, tidyStack } from '../../lib/open/stack.js';
import { projectRoot } from '../support/shared-folder.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

/** The library as it is built here, and its sources. */
const BUILT = new URL('../../lib/', import.meta.url);
const SOURCES = new URL('../../../lib/', import.meta.url);

const MINE = '    at mine (/somewhere/my folder/lib/mine.js:1:2)';
const GRPC = '    at call (/somewhere/node_modules/@grpc/grpc-js/build/src/client.js:1:2)';
const NODE = '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)';

/** Frames of the library, in every room, as engines print them. */
const OWN = ['cassette/engine', 'grpc/channel/channel', 'misses/miss', 'xai/session', 'errors'].flatMap(
  (name) =>
    [BUILT, SOURCES].flatMap((folder) => {
      const url = new URL(`${name}.js`, folder);
      return [`    at own (${url.href}:1:2)`, `    at ${fileURLToPath(url)}:3:4`];
    }),
);

function withStack<T extends Error>(error: T, ...frames: readonly string[]): T {
  error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n');
  return error;
}

describe("an error's stack", () => {
  const temporary = useTemporaryFolder();

  it('loses the frames of the library and of Node, and keeps all others', () => {
    const error = withStack(new Error('told'), MINE, ...OWN, GRPC, NODE, MINE);
    tidyStack(error);
    expect(error.stack).to.equal(['Error: told', MINE, GRPC, MINE].join('\n'));
  });

  it('stays as it is where none of its frames is of the library', () => {
    const error = withStack(new Error('mine'), MINE, GRPC, NODE);
    const { stack } = error;
    tidyStack(error);
    expect(error.stack).to.equal(stack);
    tidyStack(undefined);
    tidyStack('no error');
  });

  it('keeps a message that speaks of the library', () => {
    const message = `see ${fileURLToPath(BUILT)}errors.js\nor (node:fs)`;
    const error = withStack(new Error(message), ...OWN);
    tidyStack(error);
    expect(error.stack).to.equal(`Error: ${message}`);
    const mine = withStack(new Error(message), MINE, NODE);
    const { stack } = mine;
    tidyStack(mine);
    expect(mine.stack).to.equal(stack);
  });

  it('is known by a folder with a blank in its name, be it a path or a URL', async () => {
    const home = temporary('my modules/grpc-cassette');
    cpSync(fileURLToPath(BUILT), join(home, 'dist/lib'), { recursive: true });
    symlinkSync(join(projectRoot, 'node_modules'), join(home, 'node_modules'));
    writeFileSync(join(home, 'package.json'), '{ "type": "module" }');
    const { href } = pathToFileURL(join(home, 'dist/lib/open/stack.js'));
    const copy = (await import(href)) as { readonly tidyStack: typeof tidyStack };
    const paths = ['dist/lib/errors.js', 'lib/errors.ts'].map((name) => join(home, name));
    const frames = [...paths, ...paths.map((path) => pathToFileURL(path).href)].map(
      (at) => `    at own (${at}:1:2)`,
    );
    const error = withStack(new Error('told'), ...frames, MINE);
    copy.tidyStack(error);
    expect(error.stack).to.equal(`Error: told\n${MINE}`);
  });

  it('of the miss behind it goes down to the program', () => {
    const miss = withStack(new CassetteError('no_match', 'missed'), ...OWN, GRPC, NODE, MINE);
    const error = withStack(new Error('told', { cause: miss }), MINE);
    tidyStack(error);
    expect(miss.stack).to.equal(['CassetteError: missed', MINE].join('\n'));
    expect(callersOf(withStack(new Error('x'), GRPC, MINE))).to.equal(['Error: x', MINE].join('\n'));
  });

  it('of a cassette has up to 50 frames, and leaves the length of all others as it was', () => {
    const { stackTraceLimit } = Error;
    const deep = (depth: number): CassetteError =>
      depth === 0 ? new CassetteError('no_match', 'deep') : deep(depth - 1);
    const lengthOf = ({ stack = '' }: Error): number => stack.split('\n    at ').length - 1;
    Error.stackTraceLimit = 10;
    const lengths = [lengthOf(deep(80)), lengthOf(new Error('mine')) <= 10, Error.stackTraceLimit];
    Error.stackTraceLimit = stackTraceLimit;
    expect(lengths).to.deep.equal([50, true, 10]);
  });

  it('is left alone where it cannot be changed', () => {
    const error = withStack(new Error('frozen'), ...OWN);
    const { stack } = error;
    // Later engines have a setter there, which frozen errors do not heed.
    Object.defineProperty(error, 'stack', { value: stack, writable: false, configurable: false });
    tidyStack(error);
    expect(error.stack).to.equal(stack);
  });

  it('tells a folder of another project that is called as one of ours', () => {
    const others = ['/project/lib/grpc/client.js', pathToFileURL('/project/dist/lib/mocha/x.js').href];
    const frames = others.map((path) => `    at other (${path}:1:2)`);
    const error = withStack(new Error('told'), ...frames, ...OWN);
    tidyStack(error);
    expect(error.stack).to.equal(['Error: told', ...frames].join('\n'));
  });
});
