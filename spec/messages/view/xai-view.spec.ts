import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { binaryTag, CORE_SCHEMA, load } from 'js-yaml';
import { type MessageType, schemaOfDescriptorSet } from '../../../lib/messages/schema/schema.js';
import { hasSharedFolder, projectRoot, sharedFolder } from '../../support/shared-folder.js';
import { type Difference, differences } from '../support/differences.js';
import { COSTS } from '../support/xai-costs.js';

const folder = join(sharedFolder, 'xai-cassettes');

interface OneMessage {
  readonly json: unknown;
  readonly raw: Uint8Array;
}

/** What js-yaml makes of the seed's format. */
interface SeedInteraction {
  readonly request_sample?: OneMessage;
  readonly response_sample?: OneMessage;
  readonly request_stream?: OneMessage;
  readonly response_stream?: {
    readonly chunks_json: readonly { readonly chunk: unknown }[];
    readonly chunks_raw: readonly Uint8Array[];
  };
}

interface ShownMessage extends OneMessage {
  /** Such as `0.response_stream`: where it stands in the file. */
  readonly place: string;
  readonly type: MessageType;
}

const schema = schemaOfDescriptorSet(readFileSync(join(projectRoot, 'proto-gen/xai.binpb')));

function typesOf(method: string): { readonly request: MessageType; readonly response: MessageType } {
  const types = schema.findMethod(`/xai_api.Chat/${method}`);
  if (types === undefined) throw new Error(`xai.binpb lacks ${method}.`);
  return types;
}

function messagesOf(interaction: SeedInteraction, index: number): ShownMessage[] {
  const { request_sample, response_sample, request_stream, response_stream } = interaction;
  const unary = typesOf('GetCompletion');
  const stream = typesOf('GetCompletionChunk');
  const singles = [
    { name: 'request_sample', message: request_sample, type: unary.request },
    { name: 'response_sample', message: response_sample, type: unary.response },
    { name: 'request_stream', message: request_stream, type: stream.request },
  ].flatMap(({ name, message, type }) => (message ? [{ ...message, type, place: `${index}.${name}` }] : []));
  const chunks = (response_stream?.chunks_raw ?? []).map((raw, chunk) => ({
    raw,
    json: response_stream?.chunks_json[chunk]?.chunk,
    type: stream.response,
    place: `${index}.response_stream`,
  }));
  return [...singles, ...chunks];
}

function readMessages(name: string): ShownMessage[] {
  const text = readFileSync(join(folder, name), 'utf8');
  const file = load(text, { schema: CORE_SCHEMA.withTags(binaryTag) });
  return (file as { interactions: readonly SeedInteraction[] }).interactions.flatMap(messagesOf);
}

describe('the readable view of the real cassettes of the Python harness', () => {
  if (!hasSharedFolder) it('equals their json (skipped: there is no ../shared beside the project)');

  for (const name of hasSharedFolder ? readdirSync(folder).filter((each) => each.endsWith('.yaml')) : []) {
    it(`${name}: equals the json in the file, but for the cost that its schema did not know`, () => {
      const found = readMessages(name).flatMap(({ place, type, raw, json }) =>
        differences(json, type.toJson(raw)).map((difference) => ({ place, ...difference })),
      );
      const expected = Object.entries(COSTS[name] ?? {}).flatMap(([place, costs]) =>
        costs.map((cost): Difference & { place: string } => ({
          place,
          path: 'usage.cost_in_usd_ticks',
          recorded: undefined,
          view: cost,
        })),
      );
      expect(found).to.deep.equal(expected);
    });
  }

  if (hasSharedFolder) {
    it('is compared for all 96 messages', () => {
      const names = readdirSync(folder).filter((each) => each.endsWith('.yaml'));
      expect(names.flatMap(readMessages)).to.have.length(96);
    });
  }
});
