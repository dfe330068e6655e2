import { join } from 'node:path';
import { loadSync, type MessageTypeDefinition } from '@grpc/proto-loader';
import { GetChatCompletionResponse, GetCompletionsRequest } from '../../../proto-gen/xai/api/v1/chat.js';
import {
  GetCompletionsRequest as TsRequest,
  GetChatCompletionResponse as TsResponse,
} from '../../clients/gen/protobuf-ts/xai/api/v1/chat.js';
import {
  GetCompletionsRequest as PlainRequest,
  GetChatCompletionResponse as PlainResponse,
} from '../../clients/gen/ts-proto/xai/api/v1/chat.js';
import { projectRoot } from '../../support/shared-folder.js';

export type DecodedType = 'xai_api.GetCompletionsRequest' | 'xai_api.GetChatCompletionResponse';

/** What a client reads out of a message, as plain data. */
export type Decode = (bytes: Uint8Array) => unknown;

const loaded = loadSync('xai/api/v1/chat.proto', {
  includeDirs: [join(projectRoot, 'proto')],
  longs: String,
  // Which fields were written at their default is no difference to a client.
  defaults: true,
});

/** The four generated clients, by name. */
export const DECODERS: Readonly<Record<DecodedType, Readonly<Record<string, Decode>>>> = {
  'xai_api.GetCompletionsRequest': {
    'google-protobuf': (bytes) => GetCompletionsRequest.deserialize(bytes).toObject(),
    protobufjs: byLoader('xai_api.GetCompletionsRequest'),
    'protobuf-ts': (bytes) => TsRequest.fromBinary(bytes, { readUnknownField: false }),
    'ts-proto': (bytes) => PlainRequest.decode(bytes),
  },
  'xai_api.GetChatCompletionResponse': {
    'google-protobuf': (bytes) => GetChatCompletionResponse.deserialize(bytes).toObject(),
    protobufjs: byLoader('xai_api.GetChatCompletionResponse'),
    'protobuf-ts': (bytes) => TsResponse.fromBinary(bytes, { readUnknownField: false }),
    'ts-proto': (bytes) => PlainResponse.decode(bytes),
  },
};

function byLoader(name: DecodedType): Decode {
  const type = loaded[name] as MessageTypeDefinition<object, object>;
  return (bytes) => type.deserialize(Buffer.from(bytes));
}
