import fc from 'fast-check';
import type { CallRecord } from '../../../lib/model/interaction.js';
import type { MetadataEntries } from '../../../lib/model/metadata.js';
import type { CallOrder } from '../../../lib/model/order/call-order.js';
import { NumberRanges } from '../../../lib/model/order/number-ranges.js';
import type { RedactionMark } from '../../../lib/model/redaction-mark.js';
import type { Recorded } from './entries.js';

/** Text that YAML readers are known to take for something else. */
export const NASTY_TEXTS: readonly string[] = [
  ...[
    '',
    ' ',
    '  ',
    '\t',
    '\n',
    '\n\n',
    ' a',
    'a ',
    '\ta',
    'a\t',
    'a\n',
    '\na',
    'a\n\n\nb',
    'a\r\nb',
    'a\rb',
  ],
  ...[
    '0123',
    '0',
    '00',
    '1',
    '-1',
    '+1',
    '1.0',
    '1e3',
    '1_000',
    '0x1f',
    '0o17',
    '0b1',
    '12:30',
    '12:30:45',
    '1:2',
  ],
  ...[
    '.inf',
    '-.inf',
    '.nan',
    '.',
    '..',
    '...',
    '---',
    '-',
    '--',
    '- a',
    '-a',
    '1.',
    '.5',
    'e1',
    '1e',
    '0x',
    '_1',
  ],
  ...[
    'yes',
    'no',
    'on',
    'off',
    'Yes',
    'NO',
    'On',
    'OFF',
    'y',
    'n',
    'Y',
    'N',
    'true',
    'false',
    'True',
    'FALSE',
  ],
  ...[
    'null',
    'Null',
    'NULL',
    '~',
    '=',
    '<<',
    '2026-11-22',
    '2026-11-22T07:14:03.120Z',
    '2026-11-22 07:14:03',
  ],
  ...[
    'a: b',
    'a:',
    ':',
    ': a',
    ':a',
    'a:b',
    'a #b',
    '#a',
    'a#b',
    'a,b',
    ',',
    '[',
    ']',
    '{',
    '}',
    '[]',
    '{}',
    '{a',
  ],
  ...[
    '&a',
    '*a',
    '!a',
    '!!binary',
    '!!binary |',
    'a !!binary AAEC',
    '|',
    '>',
    '|-',
    '?',
    '? a',
    '?a',
    '@',
    '`',
    '%a',
  ],
  ...["'", '"', "''", '""', "'a'", '"a"', "it's", 'a"b', '\\', '\\n', 'a\\', "a''b", '/', '//', 'a/b', 'a?'],
  ...[
    'é',
    '日本',
    '\u{1f600}',
    'e\u0301',
    '\u00a0',
    '\u0085',
    'a\u0085b',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\ufeffa',
  ],
  ...[
    '\0',
    '\x01',
    '\x1b[0m',
    '\x7f',
    '\x80',
    '\x9f',
    '\ufffe',
    '\uffff',
    '\ud800',
    '\udc00',
    'a\udfffb',
    '\ud83dx',
  ],
  ...[
    'dns:api.x.ai:443',
    'Sun, 22 Nov 2026 09:26:49 GMT',
    'grpc-node-js/1.14.7',
    'a'.repeat(300),
    '    method: x',
  ],
  ...[
    'version: 1',
    'null ',
    'end',
    'constructor',
    '__proto__',
    'toString',
    "'a': b",
    '"a": b',
    'a\u3000b',
    '\u3000',
  ],
];

export const texts = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NASTY_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom(...' \n\t:#\'"-,[]{}&*!|>%@`a0\\'), maxLength: 12 }),
  },
);

export const byteStrings = fc.oneof(
  fc.uint8Array({ maxLength: 4 }),
  fc.uint8Array({ minLength: 50, maxLength: 70 }),
  fc.uint8Array({ maxLength: 300 }),
);

const metadata: fc.Arbitrary<MetadataEntries> = fc
  .array(
    fc.tuple(
      texts.filter((key) => key !== '__proto__' && !/^\d+$/.test(key)),
      fc.array(fc.oneof(texts, byteStrings), { maxLength: 3 }),
    ),
    { maxLength: 4 },
  )
  .map((entries) => new Map(entries));

const ms = fc.nat({ max: 2 ** 40 });
const bounds = fc.oneof(fc.nat({ max: 1000 }), fc.constant(Infinity));
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const groups = fc
  .tuple(fc.nat({ max: 2 ** 32 - 1 }), fc.integer({ min: 1, max: 9999 }))
  .map(([name, group]) => `${name.toString(16).padStart(4, '0')}-${group}`);
const numbers = fc.nat({ max: 2 ** 40 });

const orders: fc.Arbitrary<CallOrder> = fc.record({
  group: groups,
  start: numbers,
  request: maybe(numbers),
  halfClosed: maybe(numbers),
  headers: maybe(numbers),
  end: maybe(numbers),
});

/** Numbers of so many messages, with and without gaps. */
const listOrder = (length: number): fc.Arbitrary<NumberRanges> =>
  fc
    .array(fc.oneof(fc.constant(1), fc.constant(2), fc.integer({ min: 1, max: 500 })), {
      minLength: length,
      maxLength: length,
    })
    .map((steps) => {
      const ranges = new NumberRanges();
      let last = 0;
      for (const step of steps) {
        last += step;
        ranges.push(last);
      }
      return ranges;
    });

const marks: fc.Arbitrary<RedactionMark> = fc.oneof(
  fc.record({
    type: fc.constant('request' as const),
    index: maybe(fc.nat({ max: 1000 })),
    path: fc
      .array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 2 ** 29 - 1 })), {
        maxLength: 4,
      })
      .chain((numbers) =>
        fc.tuple(
          ...numbers.map((number) =>
            fc
              .constantFrom('', '', '[0]', '[-3]', '["env"]', '["it\'s, [so]"]', '["a \\"b\\""]')
              .map((element) => `${number}${element}`),
          ),
        ),
      )
      .map((steps) => steps.join('.')),
  }),
  fc.record({
    type: fc.constant('metadata' as const),
    key: fc.stringMatching(/^[0-9a-z_.-]{1,12}$/),
  }),
);

const calls = (requestStream: boolean, cutShort: boolean): fc.Arbitrary<CallRecord> =>
  fc.record({
    method: texts,
    order: maybe(orders),
    redacted: fc.array(marks, { maxLength: 3 }),
    startedAt: maybe(texts),
    target: maybe(texts),
    requestMetadata: metadata,
    responseMetadata: maybe(metadata),
    metadataMs: maybe(ms),
    metadataAfter: requestStream ? bounds : fc.constant(0),
    trailers: metadata,
    status: cutShort
      ? fc.constant({ code: 0, details: '' })
      : fc.record({ code: fc.nat({ max: 20 }), details: texts }),
    endedMs: maybe(ms),
    statusAfter: requestStream ? bounds : fc.constant(0),
    cancelledByClient: fc.boolean(),
    cutShort: fc.constant(cutShort),
    reachedServer: fc.boolean(),
  });

const messages = (stream: boolean, mayLack: boolean): fc.Arbitrary<readonly Uint8Array[]> =>
  fc.array(byteStrings, stream ? { maxLength: 5 } : { minLength: mayLack ? 0 : 1, maxLength: 1 });

/** Every interaction that a recorder can write, in any kind. */
export const recordings: fc.Arbitrary<Recorded> = fc
  .tuple(fc.boolean(), fc.boolean(), fc.boolean())
  .chain(([requestStream, responseStream, cutShort]) =>
    fc
      .tuple(
        calls(requestStream, cutShort),
        messages(requestStream, true),
        messages(responseStream, true),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
      )
      .chain(([call, requests, responses, halfClosed, timed, bounded]) => {
        const many = { minLength: responses.length, maxLength: responses.length };
        const listed = responseStream && responses.length > 0;
        return fc
          .tuple(
            fc.array(ms, many),
            fc.array(bounds, many),
            maybe(listOrder(requests.length)),
            maybe(listOrder(responses.length)),
          )
          .map(([responseMs, responseAfter, requestOrder, responseOrder]) => ({
            requestStream,
            responseStream,
            call,
            requests,
            responses,
            halfClosed,
            responseMs: listed && timed ? responseMs : undefined,
            responseAfter: listed && bounded && requestStream ? responseAfter : undefined,
            requestOrder: requestStream && requests.length > 0 ? requestOrder : undefined,
            responseOrder: listed ? responseOrder : undefined,
          }));
      }),
  );
