import { fileURLToPath, pathToFileURL } from 'node:url';

/** This file as the compiler makes it, and the file of the package that it is in (scripts/bundle.mjs), with the folder around each. */
const COMPILED = /^(.*[\\/]lib[\\/])open[\\/]own-folders\.js$/;
const PACKAGED = /^(.*[\\/])chunks[\\/][^\\/]+\.js$/;

/**
 * The folders whose files are this library's, as paths and as URLs, for frames have either; none where a user's bundler has put
 * it into a file of theirs. A stack knows where it is in every kind of module: `import.meta` is not in CommonJS, `__filename`
 * not in a bundle that is an ES module.
 */
export function ownFolders(): readonly string[] {
  folders ??= foldersOf(findFile() ?? '').flatMap((url) => [url.href, fileURLToPath(url)]);
  return folders;
}

let folders: readonly string[] | undefined;

function foldersOf(file: string): readonly URL[] {
  const packaged = PACKAGED.exec(file)?.[1];
  // Source maps name the sources, which lie beside what is compiled, or would if they were in the package.
  if (packaged !== undefined) return [urlOf(packaged), new URL('../lib/', urlOf(packaged))];
  const compiled = COMPILED.exec(file)?.[1];
  return compiled === undefined ? [] : [urlOf(compiled), new URL('../../lib/', urlOf(compiled))];
}

function urlOf(pathOrUrl: string): URL {
  return pathOrUrl.startsWith('file:') ? new URL(pathOrUrl) : pathToFileURL(pathOrUrl);
}

/** As it is loaded, whatever source maps say. https://v8.dev/docs/stack-trace-api */
function findFile(): string | undefined {
  const { prepareStackTrace } = Error;
  try {
    Error.prepareStackTrace = (_, [site]) => site?.getFileName();
    return new Error().stack;
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}
