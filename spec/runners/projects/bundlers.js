import { ASK, asked, imports } from '../support/texts.js';

/** No module of a bundle is in Node's cache, hence the option `grpc`. */
const PROGRAM = `import * as grpc from '@grpc/grpc-js';
${imports()}
const options = () => cassetteClientOptions(undefined, { grpc });
void ${asked().replace('cassetteClientOptions', 'cassetteClientOptions: options')};
`;

/** What a bundle that is an ES module needs for the CommonJS modules in it. */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** A project whose program is bundled by `build`, a module, then run. */
function bundled(build, bundle) {
  return {
    files: { ...ASK, 'main.mjs': PROGRAM, 'build.mjs': build },
    prepare: ['build.mjs'],
    command: [bundle],
  };
}

function byEsbuild(options) {
  const config = { entryPoints: ['main.mjs'], bundle: true, platform: 'node', ...options };
  return bundled(
    `import { build } from 'esbuild';\nawait build(${JSON.stringify(config)});\n`,
    options.outfile,
  );
}

function byWebpack(options) {
  const config = {
    mode: 'production',
    target: 'node20',
    entry: './main.mjs',
    // It takes long.
    optimization: { minimize: false },
    ...options,
  };
  const build = `import webpack from 'webpack';
webpack({ ...${JSON.stringify(config)}, context: process.cwd() }, (error, stats) => {
  if (error ?? stats.hasErrors()) throw error ?? new Error(stats.toString());
});
`;
  return bundled(build, `dist/${options.output.filename}`);
}

export const BUNDLES = {
  'esbuild, to CommonJS, minified': byEsbuild({ format: 'cjs', minify: true, outfile: 'out.cjs' }),
  'esbuild, to an ES module': byEsbuild({ format: 'esm', outfile: 'out.mjs', banner: { js: BANNER } }),
  'webpack, to CommonJS': byWebpack({ output: { filename: 'out.cjs' } }),
  'webpack, to an ES module': byWebpack({
    experiments: { outputModule: true },
    output: { filename: 'out.mjs', module: true },
  }),
};
