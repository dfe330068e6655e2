import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { NASTY_TEXTS } from '../format/support/arbitraries.js';
import { hasSharedFolder, projectRoot, sharedFolder } from '../support/shared-folder.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { itWithPython, readWithPython, unlessAbsent } from './python.js';
import { readAsSeed } from './seed-reader.js';

const seed = join(sharedFolder, 'seed/xai_proto_cassettes.txt');
const unlessShared = hasSharedFolder ? '' : ' (skipped: there is no ../shared beside the project)';

/** Which parts of the harness are copied: from a line of its source up to, and without, another. */
const parts = [
  ['class SampleInteraction:', 'class XaiAsyncClientLike(Protocol):'],
  ['@dataclass\nclass XaiProtoCassette:', '# Backwards compatibility alias'],
] as const;

describe('the checker', function () {
  this.timeout(30_000);
  const temporary = useTemporaryFolder();

  (hasSharedFolder ? it : it.skip)(`has the harness's load and dump, word for word${unlessShared}`, () => {
    const source = readFileSync(seed, 'utf8');
    const copy = words(readFileSync(join(projectRoot, 'spec/shared-with-python/check.py'), 'utf8'));
    for (const [first, next] of parts) {
      const from = source.indexOf(first);
      const part = source.slice(from, source.indexOf(next, from));
      expect(part).to.have.length.greaterThan(500);
      expect(copy).to.include(words(part));
    }
  });

  itWithPython(`takes plain text in a view for what Python takes it for${unlessAbsent}`, () => {
    const paths = plainTexts.map((text, index) => {
      const path = temporary(`${index}.yaml`);
      writeFileSync(path, cassetteWith(`      key: ${text}\n      ${text}x: 1\n`));
      return path;
    });
    const read = readWithPython(...paths).map(([first]) => first?.request_json);
    const here = paths.map((path) => readAsSeed(path)[0]?.request_json);
    expect(here).to.deep.equal(read);
    expect(new Set(read.map((view) => typeof (view as { key: unknown }).key))).to.deep.equal(
      new Set(['string', 'number', 'boolean', 'object']),
    );
  });
});

/** Text that may stand in YAML without quotes. Dates and `=`, which no view holds unquoted, are left out. */
const plainTexts = [
  ...NASTY_TEXTS.filter((text) => /^[\w+.~/-][\w+.~/:-]*$/.test(text) && !/^\d{4}-|^---?|^-$|:$/.test(text)),
  ...['1.5', '-2.5e+3', '1.0e21', '1.0e-7', '1e+21', '0.1', '+.5', '0b101', '017', '08', '+12', '-0.0'],
  ...['1:30.5', '190:20:30', '-.INF', '.NaN', '+.inf', '1_0.5', 'TRUE', 'nO', 'tRue'],
];

function cassetteWith(view: string): string {
  return `version: 1
interactions:
- request_sample:
    json:
${view}    raw: !!binary |
      YQ==
  response_sample:
    raw: !!binary |
      Yg==
`;
}

/** Python without its blanks, which the harness's text lost at the starts of its lines. */
function words(source: string): string {
  return source.replaceAll(/\s+/g, '');
}
