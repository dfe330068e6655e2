import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { type CassetteOptions, openCassette } from '../../lib/index.js';
import { double, join, packed, part, varint } from '../messages/support/wire.js';
import { cassette, entry, unary } from '../support/cassettes.js';
import { callUnary } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { listen } from '../support/listen.js';
import { QUESTION_SCHEMA } from '../support/question.js';

const label = (key: string, value: string): Uint8Array => part(4, part(1, key), part(2, value));

/** What a cassette holds, what is asked, and whether that is the same question: with a schema, and without. */
const ROWS: readonly (readonly [string, Uint8Array, Uint8Array, { schema: boolean; wire: boolean }])[] = [
  [
    'fields in another order',
    join(part(1, 'a'), part(2, 'b')),
    join(part(2, 'b'), part(1, 'a')),
    { schema: true, wire: true },
  ],
  [
    'fields in another order within a message of a list',
    part(3, part(1, 'a'), part(2, 'b')),
    part(3, part(2, 'b'), part(1, 'a')),
    { schema: true, wire: true },
  ],
  [
    'a list in another order',
    join(part(3, part(1, 'a')), part(3, part(1, 'b'))),
    join(part(3, part(1, 'b')), part(3, part(1, 'a'))),
    { schema: false, wire: false },
  ],
  [
    'a map in another order',
    join(label('k', 'v'), label('l', 'w')),
    join(label('l', 'w'), label('k', 'v')),
    { schema: true, wire: false },
  ],
  [
    'a map with another value',
    join(label('k', 'v'), label('l', 'w')),
    join(label('k', 'w'), label('l', 'v')),
    { schema: false, wire: false },
  ],
  ['numbers that are not packed', packed(10, 1, 2), varint(10, 1, 2), { schema: true, wire: false }],
  ['other numbers', packed(10, 1, 2), packed(10, 2, 1), { schema: false, wire: false }],
  ['a written default', part(1, 'a'), join(part(1, 'a'), part(2, '')), { schema: true, wire: false }],
  [
    'a written default that is present or not',
    part(1, 'a'),
    join(part(1, 'a'), varint(7, 0)),
    { schema: false, wire: false },
  ],
  ['an unknown field', part(1, 'a'), join(part(1, 'a'), varint(99, 0)), { schema: false, wire: false }],
  ['minus zero', double(8, 0), double(8, -0), { schema: false, wire: false }],
  ['not a number', double(8, Number.NaN), join(double(8, Number.NaN)), { schema: true, wire: true }],
  ['text that could be read as fields', part(1, '0a(b'), part(1, '(b0a'), { schema: false, wire: false }],
];

describe('matching by what requests mean', () => {
  const { clientOf, temporary } = useEchoSuite();

  /** Whether a recording of `recorded` answers a call that asks `asked`. */
  async function answers(
    recorded: Uint8Array,
    asked: Uint8Array,
    options: CassetteOptions,
  ): Promise<boolean> {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(unary(recorded, 'yes')));
    const opened = openCassette(path, options);
    const { response } = await callUnary(clientOf(opened), asked);
    await opened.close();
    return response === 'yes';
  }

  for (const [what, recorded, asked, isSame] of ROWS) {
    for (const [how, options, expected] of [
      ['with a schema', { schema: QUESTION_SCHEMA }, isSame.schema],
      ['without one', {}, isSame.wire],
    ] as const) {
      it(`${what} ${how}: ${expected ? 'the same' : 'another question'}`, async () => {
        expect(await answers(recorded, asked, options)).to.equal(expected);
        expect(await answers(asked, recorded, options)).to.equal(expected);
      });
    }
  }

  it('goes for each request of a stream, and for what the server answered, too', async () => {
    const hello = join(part(1, 'hello'), label('k', 'v'), label('l', 'w'));
    const mixed = join(label('l', 'w'), part(1, 'hello'), label('k', 'v'));
    const talk = (answer: string, greeting: Uint8Array): string =>
      entry({
        method: 'Bidi',
        requests: [hello, part(1, answer)],
        responses: [greeting, answer],
        after: [1, 2],
      });
    const path = temporary('chat.yaml');
    // The greetings differ in the order of a map only: a call that heard one can go on with the other's recording.
    writeFileSync(path, cassette(talk('a', hello), talk('b', mixed)));
    const opened = openCassette(path, { schema: QUESTION_SCHEMA });
    const call = clientOf(opened).Bidi();
    const { hears, ended } = listen(call);
    call.write(Buffer.from(mixed));
    await hears(1);
    call.write(Buffer.from(join(part(2, ''), part(1, 'b'))));
    call.end();
    expect((await ended).slice(1)).to.deep.equal(['b', 'status 0']);
    expect(opened.misses).to.deep.equal([]);
    await opened.close();
  });

  it('plays twins that are written as the call is before others, each in recorded order', async () => {
    const one = join(part(1, 'a'), part(2, 'b'));
    const other = join(part(2, 'b'), part(1, 'a'));
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(unary(one, 'first'), unary(other, 'second'), unary(one, 'third')));
    const opened = openCassette(path);
    const client = clientOf(opened);
    const heard = [];
    for (const request of [other, other, one]) heard.push((await callUnary(client, request)).response);
    expect(heard).to.deep.equal(['second', 'first', 'third']);
    await opened.close();
  });
});
