import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from './shared-folder.js';

/** A folder with programs that use this library as an installed package. */
export interface Consumer {
  readonly folder: string;
  /** Writes a file; its folders are made. */
  write(name: string, text: string): void;
  remove(): void;
}

/** Makes one. Its `@grpc/grpc-js` is that of this project. */
export function makeConsumer(): Consumer {
  const folder = mkdtempSync(join(tmpdir(), 'grpc-cassette-consumer-'));
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const lib = new URL('../../lib/', import.meta.url);
  const exported = { '.': './index.js', './register': './register.js' };
  write(
    'node_modules/grpc-cassette/package.json',
    JSON.stringify({ name: 'grpc-cassette', type: 'module', exports: exported }),
  );
  write('node_modules/grpc-cassette/index.js', `export * from '${new URL('index.js', lib).href}';`);
  write('node_modules/grpc-cassette/register.js', `import '${new URL('register/index.js', lib).href}';`);
  symlinkSync(join(projectRoot, 'node_modules/@grpc'), join(folder, 'node_modules/@grpc'));
  return { folder, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Puts grpc-js 1.9 below the package `name` of the consumer, as npm nests what a dependency wants in another version. */
export function nestOldGrpc({ folder }: Consumer, name: string): void {
  const nested = join(folder, 'node_modules', name, 'node_modules/@grpc/grpc-js');
  // A copy: a link would be known by the name that this project gives it.
  cpSync(join(projectRoot, 'node_modules/grpc-js-1.9'), nested, { recursive: true });
}

/** The path of a compiled file of the folder `spec/support`. */
export function supportFile(name: string): string {
  return fileURLToPath(new URL(`${name}.js`, import.meta.url));
}
