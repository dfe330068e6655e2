/**
 * Makes dist/ of what the compiler left in .build/: the package's code once, as CommonJS, for jest and vm contexts take
 * no ES module that is required; and for each entry a thin ES module with the same exports by name, so that `import` and
 * `require` give one instance. The entries are those of package.json's exports. Each file is made small, for a process pays
 * for what it loads by its length, and has a map to the sources.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { rollup } from 'rollup';

const root = fileURLToPath(new URL('../', import.meta.url));
const dist = join(root, 'dist');
const { exports: subpaths } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** `.` is lib/index.js, `./mocha` lib/mocha/index.js. */
const entries = Object.keys(subpaths)
  .filter((subpath) => subpath !== './package.json')
  .map((subpath) => ({
    name: subpath === '.' ? 'index' : subpath.slice(2),
    source: subpath === '.' ? 'lib' : `lib/${subpath.slice(2)}`,
  }));
const sourceOf = (name) =>
  join(root, '.build', entries.find((entry) => entry.name === name).source, 'index.js');

/** The modules that are loaded with one, itself included. */
function loadedWith(first, { getModuleInfo }) {
  const loaded = new Set([first]);
  // What is added meanwhile is iterated over as well.
  for (const id of loaded) for (const imported of getModuleInfo(id)?.importedIds ?? []) loaded.add(imported);
  return loaded;
}

/**
 * What a module of the sources loads by a `require` of its own making is a chunk, loaded by the plain one of CommonJS, which
 * runners and bundlers know. A library that is loaded so is one as well: of its package nothing else is needed.
 */
const onDemand = {
  name: 'on-demand',
  async transform(code, id) {
    const own = 'const require = createRequire(import.meta.url);\n';
    if (!code.includes(own)) return null;
    let left = code.replace(own, '\n');
    for (const [call, name] of code.matchAll(/\brequire\('([^']+)'\)/g)) {
      const target = name.startsWith('.')
        ? (await this.resolve(name, id)).id
        : fileURLToPath(import.meta.resolve(name));
      const chunk = chunkOf(this, target, basename(name, '.js'));
      // A chunk's name may have a dollar sign, which means something else in a text that replaces another.
      left = left.replace(call, () => `require(import.meta.ROLLUP_FILE_URL_${chunk})`);
    }
    return { code: left, map: null };
  },
  resolveFileUrl: ({ relativePath }) =>
    JSON.stringify(relativePath.startsWith('.') ? relativePath : `./${relativePath}`),
};

const chunks = new Map();

/** Several may load it. */
function chunkOf(context, id, name) {
  const made =
    chunks.get(id) ??
    context.emitFile({ type: 'chunk', id, fileName: `chunks/${name}.js`, preserveSignature: 'strict' });
  chunks.set(id, made);
  return made;
}

/** The licence of a library goes wherever its code does. */
const licences = {
  name: 'licences',
  transform(code, id) {
    const folder = /^.*[\\/]node_modules[\\/]js-yaml[\\/]/.exec(id)?.[0];
    if (folder === undefined) return null;
    return {
      code: `/*!\n${readFileSync(join(folder, 'LICENSE'), 'utf8')}*/\n${code}`,
      map: { mappings: '' },
    };
  },
};

/**
 * Reading and writing the wire is a tenth of what its module of @bufbuild/protobuf loads: that tenth lies with the package's
 * own code, notices included.
 */
const WIRE = '@bufbuild/protobuf/wire';
const wireWithin = {
  name: 'wire-within',
  resolveId(source) {
    if (source !== WIRE) return null;
    return fileURLToPath(new URL('binary-encoding.js', import.meta.resolve(source)));
  },
  /** A notice stays where all other comments go when it says that it is one. */
  transform(code) {
    const notice = /^\/\/ Copyright .*\n(?:\/\/.*\n)*/.exec(code)?.[0];
    return notice === undefined ? null : { code: `/*!\n${notice}*/${code.slice(notice.length)}`, map: null };
  },
};

/** What the compiler says of where its output comes from; of generated code and of libraries nobody asks. */
const mapsOfTheCompiler = {
  name: 'maps-of-the-compiler',
  load(id) {
    const code = readFileSync(id, 'utf8');
    return { code, map: existsSync(`${id}.map`) ? readFileSync(`${id}.map`, 'utf8') : { mappings: '' } };
  },
};

/** Without blanks, comments and long names of what is local: names of classes and functions stay, for traces and for people. */
const smaller = {
  name: 'smaller',
  async renderChunk(code) {
    return transform(code, { minify: true, target: 'node20', legalComments: 'inline', sourcemap: true });
  },
};

/** rollup's own replacement asks for `document`, which jsdom has as well. */
const metaOfCommonJs = {
  name: 'meta-of-commonjs',
  resolveImportMeta(property) {
    if (property === 'url') return "require('node:url').pathToFileURL(__filename).href";
    throw new Error(`import.meta.${property} has no counterpart in CommonJS here.`);
  },
};

/** Several that are loaded when they are asked for share these, which are too small for a file of their own. */
const SMALL =
  /\.build\/lib\/(?:messages\/types\/(?:any|scalar-format)|redact\/(?:findings|token-shapes))\.js$/;

let atOnce;

/**
 * All that the face loads at once lies in one file, for a file that is loaded costs more than what is in it; by itself lies what
 * only some entries use, and what is loaded when it is asked for.
 */
function manualChunks(id, graph) {
  atOnce ??= loadedWith(sourceOf('index'), graph);
  return atOnce.has(id) || SMALL.test(id) ? 'core' : undefined;
}

const bundle = await rollup({
  input: Object.fromEntries(entries.map(({ name }) => [name, sourceOf(name)])),
  external: (id) => id !== WIRE && !id.startsWith('.') && !id.startsWith('/'),
  plugins: [mapsOfTheCompiler, metaOfCommonJs, onDemand, licences, wireWithin, smaller],
  onwarn(warning) {
    throw new Error(warning.message);
  },
});
const { output } = await bundle.write({
  dir: dist,
  format: 'cjs',
  exports: 'named',
  // Nothing imports a default of a library: what `require` gives is the namespace, and no copy of it is made.
  interop: 'esModule',
  generatedCode: { preset: 'es2015', symbols: false },
  entryFileNames: '[name].js',
  manualChunks,
  chunkFileNames: 'chunks/[name].js',
  sourcemap: true,
  hoistTransitiveImports: false,
});
await bundle.close();

copyTypesThatAnEntryNames();

// The package itself is an ES module for those who work on it.
writeFileSync(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
for (const { name, source } of entries) {
  const chunk = output.find((each) => each.fileName === `${name}.js`);
  const names = [...chunk.exports].sort();
  const wrapper =
    names.length === 0 ? `import './${name}.js';\n` : `export { ${names.join(', ')} } from './${name}.js';\n`;
  writeFileSync(join(dist, `${name}.mjs`), wrapper);
  const types = `export * from './types/${source}/index.js';\n`;
  writeFileSync(join(dist, `${name}.d.ts`), types);
  writeFileSync(join(dist, `${name}.d.mts`), types);
}

/** The compiler declares every module; what only modules within use is no part of the package. */
function copyTypesThatAnEntryNames() {
  const named = new Set();
  const name = (path) => {
    if (named.has(path)) return;
    named.add(path);
    const text = readFileSync(join(root, '.build/types', path), 'utf8');
    const copy = join(dist, 'types', path);
    mkdirSync(dirname(copy), { recursive: true });
    writeFileSync(copy, text);
    const imported = text.matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)\.js['"]/g);
    for (const [, stem] of imported) name(join(dirname(path), `${stem}.d.ts`));
  };
  for (const { source } of entries) name(`${source}/index.d.ts`);
}
