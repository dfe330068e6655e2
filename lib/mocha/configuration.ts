import { type Configuration, type FoundKey, keyOf, readConfiguration } from '../testing/configuration.js';
import { readMocharc } from './mocharc.js';

/** What a project that mocha runs says of its cassettes. Throws a `CassetteError` (`invalid_option`) that names the file. */
export function readMochaConfiguration(): Configuration {
  return readConfiguration({
    defaultFolder: 'fixtures',
    findKeys: (packageJson) => [...keyInPackage(packageJson), ...keyInMocharc()],
  });
}

function keyInPackage(packageJson: unknown): readonly FoundKey[] {
  if (typeof packageJson !== 'object' || packageJson === null) return [];
  const { mocha } = packageJson as { readonly mocha?: unknown };
  return keyOf(mocha, 'the key "mocha.cassette" of package.json');
}

function keyInMocharc(): readonly FoundKey[] {
  const { cassette, name } = readMocharc();
  return keyOf({ cassette }, `the key "cassette" of ${name}`);
}
