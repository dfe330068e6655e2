import { join } from 'node:path';
import { loadSync, type MessageTypeDefinition } from '@grpc/proto-loader';
import { projectRoot } from './shared-folder.js';

/** What the echo service is asked where a test cares about fields: the message `echo.Question`. */
export interface Question {
  readonly text?: string;
  readonly request_id?: string;
  readonly parts?: readonly { readonly text?: string; readonly id?: string }[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly api_key?: string;
  readonly created_at?: number;
  readonly limit?: number;
  readonly temperature?: number;
  readonly image?: Uint8Array;
  readonly numbers?: readonly number[];
}

/** The `schema` option for cassettes of questions. */
export const QUESTION_SCHEMA: string = join(projectRoot, 'spec/support/echo.proto');

const definition = loadSync(QUESTION_SCHEMA, { keepCase: true })['echo.Question'] as MessageTypeDefinition<
  Question,
  Question
>;

/** The bytes of a question. */
export function question(fields: Question): Buffer {
  return definition.serialize(fields);
}
