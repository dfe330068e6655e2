import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceError } from '@grpc/grpc-js';
import { expect } from 'chai';
import { binaryTag, CORE_SCHEMA, load } from 'js-yaml';
import {
  GetChatCompletionChunk,
  GetChatCompletionResponse,
  GetCompletionsRequest,
  type XaiCassetteSession,
  xaiCassetteSession,
} from '../../lib/xai/index.js';
import { hasSharedFolder, sharedFolder } from '../support/shared-folder.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { ask } from './support/ask.js';
import { useVariables } from './support/variables.js';

const folder = join(sharedFolder, 'xai-cassettes');
const names = hasSharedFolder ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : [];

/** What js-yaml, which is not our reader, makes of a file of the seed's format. */
interface SeedFile {
  readonly interactions: readonly {
    readonly request_sample?: { readonly raw: Uint8Array };
    readonly response_sample?: { readonly raw: Uint8Array };
    readonly request_stream?: { readonly raw: Uint8Array };
    readonly response_stream?: { readonly chunks_raw: readonly Uint8Array[] };
  }[];
}

/** What a program hears: of each call the messages, and the content in the end. */
type Heard = readonly [string, readonly object[], string | undefined];

describe('the seed’s cassettes in an xAI session', () => {
  const temporary = useTemporaryFolder();
  useVariables();

  if (!hasSharedFolder) it('are replayed (skipped: there is no ../shared beside the project)');

  function open(name: string): XaiCassetteSession {
    copyFileSync(join(folder, name), temporary(name));
    return xaiCassetteSession(temporary(name));
  }

  function expectedOf(name: string): readonly { request: Uint8Array; heard: Heard }[] {
    const schema = CORE_SCHEMA.withTags(binaryTag);
    const { interactions } = load(readFileSync(join(folder, name), 'utf8'), { schema }) as SeedFile;
    return interactions.flatMap((each): { request: Uint8Array; heard: Heard }[] => {
      if (each.request_sample !== undefined) {
        const response = GetChatCompletionResponse.deserialize(each.response_sample?.raw ?? new Uint8Array());
        const content = response.outputs.findLast(({ message }) => message.role === 2)?.message.content;
        return [
          { request: each.request_sample.raw, heard: ['sample', [response.toObject()], content ?? ''] },
        ];
      }
      if (each.request_stream === undefined) return [];
      const chunks = (each.response_stream?.chunks_raw ?? []).map((raw) =>
        GetChatCompletionChunk.deserialize(raw),
      );
      const content = chunks.flatMap(({ outputs }) => outputs.map(({ delta }) => delta.content)).join('');
      const messages = chunks.map((chunk) => chunk.toObject());
      return [{ request: each.request_stream.raw, heard: ['stream', messages, content] }];
    });
  }

  async function hear(
    session: XaiCassetteSession,
    method: string,
    request: GetCompletionsRequest,
  ): Promise<Heard> {
    if (method === 'sample') {
      const response = await session.chat.sample(request);
      return [method, [response.toObject()], response.content];
    }
    const chunks: object[] = [];
    let content = '';
    for await (const { response, chunk } of session.chat.stream(request)) {
      chunks.push(chunk.toObject());
      content = response.outputs.map(({ message }) => message?.content ?? '').join('');
    }
    return [method, chunks, content];
  }

  for (const name of names) {
    const expected = hasSharedFolder ? expectedOf(name) : [];

    it(`${name}: every call is replayed, asked with the recorded request`, async () => {
      const session = open(name);
      for (const { request, heard } of expected) {
        const decoded = GetCompletionsRequest.deserialize(request);
        expect(await hear(session, heard[0], decoded)).to.deep.equal(heard);
      }
      expect(session.cassette.unplayed).to.deep.equal([]);
      await session.close();
    });

    it(`${name}: every call is replayed in sequence, whatever is asked`, async () => {
      const session = open(name);
      for (const { heard } of expected) {
        expect(await hear(session, heard[0], ask('something else'))).to.deep.equal(heard);
      }
      expect(session.cassette.misses).to.deep.equal([]);
      await session.close();
      expect(readFileSync(temporary(name)).equals(readFileSync(join(folder, name)))).to.equal(true);
    });

    it(`${name}: one call more is told that the sequence is over`, async () => {
      const session = open(name);
      for (const { heard } of expected) await hear(session, heard[0], ask('something else'));
      const error = (await session.chat
        .sample(ask('one more'))
        .catch((reason: unknown) => reason)) as ServiceError;
      expect(error.details).to.equal(
        exhausted(session, 'GetCompletion (unary)', 'one more', expected.length),
      );
      await session.close();
    });
  }

  const unlessShared = hasSharedFolder ? '' : ' (left out: there is no ../shared/xai-cassettes)';

  it(`a sample() where a stream comes next is told so, with the position${unlessShared}`, async function () {
    if (!hasSharedFolder) this.skip();
    const session = open('reasoning-stream.yaml');
    const error = (await session.chat.sample(ask('hi')).catch((reason: unknown) => reason)) as ServiceError;
    expect(error.details).to.equal(
      wrongKind(session, 'GetCompletion (unary)', ['server streaming', 'unary'], 0),
    );
    expect(error).to.have.nested.property('cause.position', 0);
    expect((await hear(session, 'stream', ask('hi')))[1]).to.have.length(41);
    await session.close();
  });

  it(`a stream() where a sample comes next is told so, with the position${unlessShared}`, async function () {
    if (!hasSharedFolder) this.skip();
    const session = open('tool-call.yaml');
    await session.chat.sample(ask('hi'));
    const error = (await hear(session, 'stream', ask('hi')).catch(
      (reason: unknown) => reason,
    )) as ServiceError;
    expect(error.details).to.equal(
      wrongKind(session, 'GetCompletionChunk (server streaming)', ['unary', 'server streaming'], 1),
    );
    await session.close();
  });
});

const RECORD = 'if the call is as it should be, record it, too, with GRPC_CASSETTE_MODE=new_episodes.';
const TOO_MANY =
  'make no more calls than were recorded, or record this one, too, with GRPC_CASSETTE_MODE=new_episodes.';
const NOT_NEXT =
  'make the calls in the order in which they were recorded, or record everything anew with GRPC_CASSETTE_MODE=rewrite.';

/** Where each interaction begins in the file, counted from 1. */
function linesOf(session: XaiCassetteSession): readonly number[] {
  return readFileSync(session.cassettePath, 'utf8')
    .split('\n')
    .flatMap((line, index) => (/^- request_(sample|stream):/.test(line) ? [index + 1] : []));
}

/** What a call is told where the next interaction of the sequence is of another kind than the call. */
function wrongKind(
  session: XaiCassetteSession,
  call: string,
  [recorded, called]: readonly [string, string],
  position: number,
): string {
  return [
    `Interaction ${position}, the next of the sequence, is a ${recorded} call, and a ${called} call was made.`,
    `  call:      /xai_api.Chat/${call}`,
    `  asked:     ${shown('hi')}`,
    `  cassette:  ${session.cassettePath} (mode none)`,
    `  nearest:   interaction ${position} (line ${linesOf(session)[position]}) is a ${recorded} call`,
    `  next step: ${NOT_NEXT}`,
  ].join('\n');
}

/** What a call is told where all `length` interactions of the sequence are played. */
function exhausted(session: XaiCassetteSession, call: string, question: string, length: number): string {
  const last = length - 1;
  const summary = [
    'The cassette has no recording of this method.',
    'The only recording of this cassette was played already.',
    `All ${length} recordings of this cassette were played already, one after another.`,
  ];
  return [
    summary[Math.min(length, 2)],
    `  call:      /xai_api.Chat/${call}`,
    `  asked:     ${shown(question)}`,
    `  cassette:  ${session.cassettePath} (mode none)`,
    length === 0
      ? '  nearest:   the cassette holds no calls'
      : `  nearest:   interaction ${last} (line ${linesOf(session)[last]}), the last, was played at call ${length}`,
    `  next step: ${length === 0 ? RECORD : TOO_MANY}`,
  ].join('\n');
}

/** A request as a miss shows it. */
function shown(question: string): string {
  return `{"messages":[{"content":[{"text":"${question}"}],"role":1}],"model":"grok"}`;
}
