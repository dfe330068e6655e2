/** Every entry. */
const PROGRAM = `import 'grpc-cassette/register';
import { type Cassette, CassetteError, type CassetteOptions, openCassette } from 'grpc-cassette';
import { cassette, type MochaRootHooks, mochaHooks } from 'grpc-cassette/mocha';
import { GetCompletionsRequest, type XaiCassetteSession, xaiCassetteSession } from 'grpc-cassette/xai';
const options: CassetteOptions = { mode: 'once' };
export const opened: Cassette = openCassette('a.yaml', options);
export const hooks: MochaRootHooks = mochaHooks;
export const session: XaiCassetteSession = xaiCassetteSession('b.yaml');
export const request: GetCompletionsRequest = new GetCompletionsRequest({ model: 'm' });
export const isOurs: boolean = CassetteError.is(new Error());
cassette({ mode: 'none' });
// @ts-expect-error a mode that there is not
openCassette('a.yaml', { mode: 'sometimes' });
`;

/** How a package in TypeScript resolves modules, and of which type it is, where that matters. */
const RESOLUTIONS = {
  node: { module: 'commonjs', moduleResolution: 'node', type: 'commonjs' },
  'node16, from CommonJS': { module: 'node16', moduleResolution: 'node16', type: 'commonjs' },
  'node16, from an ES module': { module: 'node16', moduleResolution: 'node16', type: 'module' },
  'nodenext, from CommonJS': { module: 'nodenext', moduleResolution: 'nodenext', type: 'commonjs' },
  'nodenext, from an ES module': { module: 'nodenext', moduleResolution: 'nodenext', type: 'module' },
  bundler: { module: 'esnext', moduleResolution: 'bundler', type: 'module' },
};

/** Packages in TypeScript that name every entry, by their `moduleResolution`. */
export const TYPED = Object.fromEntries(
  Object.entries(RESOLUTIONS).map(([name, { module, moduleResolution, type }]) => {
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2022',
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      types: ['node'],
    };
    const files = { 'package.json': { type }, 'main.ts': PROGRAM, 'tsconfig.json': { compilerOptions } };
    return [name, { files, prepare: ['node_modules/typescript/bin/tsc', '-p', '.'] }];
  }),
);
