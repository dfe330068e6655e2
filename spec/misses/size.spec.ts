import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { type CassetteError, type CassetteOptions, openCassette } from '../../lib/index.js';
import { cassette, type MessageBytes, unary } from '../support/cassettes.js';
import { callUnary } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { useWarnings } from '../support/environment.js';
import { QUESTION_SCHEMA, question } from '../support/question.js';

const ACTING = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const schema = QUESTION_SCHEMA;
const key = `\u009b${'k'.repeat(5000)}`;

describe('the message of a miss is no wall of text, and nothing that a terminal obeys', () => {
  const { clientOf, temporary } = useEchoSuite();
  useWarnings();

  async function miss(
    options: CassetteOptions,
    recorded: string,
    asked: MessageBytes,
    metadata: Record<string, string> = {},
  ): Promise<CassetteError> {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(recorded));
    const opened = openCassette(path, options);
    const { error } = await callUnary(clientOf(opened), asked, metadata);
    await opened.close();
    const noted = opened.misses[0]?.error as CassetteError;
    expect(error?.details).to.equal(noted.message);
    const lines = noted.message.split('\n');
    expect(lines.length).to.be.at.most(40);
    for (const line of lines) {
      expect(line.length, line).to.be.at.most(400);
      expect(line).not.to.match(ACTING);
    }
    return noted;
  }

  it('whatever characters were asked', async () => {
    const asked = question({ text: 'a\u009b31m\u202eb\u2028c\u007f\u001b[31m\n' });
    const { message, differences } = await miss({ schema }, unary(question({ text: 'x' }), 'a'), asked);
    const shown = '"a\\u009b31m\\u202eb\\u2028c\\u007f\\u001b[31m\\n"';
    expect(message).to.include(`{"text":${shown}}`).and.include(`text: "x" -> ${shown}`);
    expect(differences).to.deep.equal([{ path: 'text', recorded: '"x"', asked: shown }]);
  });

  it('however long the key of a map is', async () => {
    const recorded = unary(question({ labels: { [key]: '1' } }), 'a');
    const { message } = await miss({ schema }, recorded, question({ labels: { [key]: '2' } }));
    expect(message).to.match(/ {13}labels\["\\u009bk+…: "1" -> "2"\n/);
  });

  it('however long metadata is: the place where it differs is shown', async () => {
    const recorded = unary('A', 'a').replace(
      'response_metadata: {}',
      `request_metadata: { x-tenant: ["${'t'.repeat(5000)}old"] }\n    response_metadata: {}`,
    );
    const { message } = await miss({ matchMetadata: 'x-tenant' }, recorded, 'A', {
      'x-tenant': `${'t'.repeat(5000)}new`,
    });
    expect(message).to.include('metadata x-tenant: …tttttttttttttttold" -> …tttttttttttttttnew"');
  });

  it('however many ignored paths name nothing', async () => {
    const ignore = Array.from({ length: 60 }, (_, index) => `nope${index}`);
    const recorded = unary(question({ text: 'x' }), 'a');
    const { message } = await miss({ schema, ignore }, recorded, question({ text: 'y' }));
    expect(message.split('\n').slice(-5, -1)).to.deep.equal([
      '  ignore:    nope0 names no field of the requests so far',
      '             nope1 names no field of the requests so far',
      '             nope2 names no field of the requests so far',
      '             and 57 more',
    ]);
  });

  it('however many fields differ: those kept are few as well', async () => {
    const numbers = (from: number) => Array.from({ length: 5000 }, (_, index) => from + index);
    const recorded = unary(question({ numbers: numbers(0) }), 'a');
    const { message, differences } = await miss({ schema }, recorded, question({ numbers: numbers(1) }));
    expect(message).to.include('and 4988 more fields');
    expect(differences).to.have.length(100);
  });

  it('however long a method’s name is', async () => {
    const recorded = unary('A', 'a').replace('/Unary', `/${'M'.repeat(5000)}`);
    await miss({}, recorded, 'A');
  });

  it('whatever a match function throws or returns', async () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index} \u001b[31m`).join('\n');
    for (const [match, shown] of [
      [
        () => {
          throw new Error(lines);
        },
        'the match function threw Error: line 0 \\u001b[31m line 1 \\u001b[31m ',
      ],
      [() => lines, 'the match function returned line 0 \\u001b[31m line 1'],
      [() => Object.create(null) as unknown, 'the match function returned an object, asked about'],
    ] as const) {
      const { code, message } = await miss({ match: match as () => boolean }, unary('A', 'a'), 'A');
      expect(code).to.equal('match_failed');
      expect(message).to.include(shown);
    }
  });
});
