import { expect } from 'chai';
import fc from 'fast-check';
import { FAILSAFE_SCHEMA, load } from 'js-yaml';
import { findText } from '../../../lib/format/yaml/scalar.js';

/** What `findText` understands, as expressions that run out of stack on long texts. */
const UNDERSTOOD = [
  /^[A-Za-z0-9/_.$(=~<+^;\\](?:[!-9;-~]|:(?=[!-~])| +(?=[!"$-~]))*$/,
  /^"(?:[ !\x23-\x5b\x5d-\uffff]|\\(?:[tnr"\\]|x[0-9a-f]{2}|u[0-9a-f]{4}))*"$/,
  /^'(?:[ -&\x28-\uffff]|'')*'$/,
];

const scalars = fc
  .tuple(
    fc.constantFrom('', '"', "'"),
    fc.array(fc.constantFrom(...`'"\\:# axu0f\n\té`, "''", '\\\\', '\\"', '\\x41', '\\u0041', ': ', ' #'), {
      maxLength: 8,
    }),
    fc.constantFrom('', '"', "'"),
  )
  .map(([open, parts, close]) => open + parts.join('') + close);

/** Holds where a scalar is understood if the line alone says all about it, and then means what YAML says. */
export const isUnderstoodByItsLine: fc.IRawProperty<unknown> = fc.property(scalars, (scalar) => {
  const found = findText(scalar);
  expect(found !== undefined).to.equal(UNDERSTOOD.some((expression) => expression.test(scalar)));
  if (found !== undefined) expect(load(`- ${scalar}`, { schema: FAILSAFE_SCHEMA })).to.deep.equal([found]);
});
