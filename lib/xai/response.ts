import { type GetChatCompletionResponse, MessageRole } from '../../proto-gen/xai/api/v1/chat.js';

/** A response, with the answer in it at hand. */
export type XaiResponse = GetChatCompletionResponse & {
  /** What `contentOf` makes of the response, as it stands. */
  readonly content: string;
};

/** The content of the last output whose role is ROLE_ASSISTANT, of those with this `index` where one is asked; else ''. */
export function contentOf(response: GetChatCompletionResponse, index?: number): string {
  const output = response.outputs.findLast(
    (each) =>
      each.message?.role === MessageRole.ROLE_ASSISTANT && (index === undefined || each.index === index),
  );
  return output?.message.content ?? '';
}

/** Adds `content` to the response; its bytes and its fields stay what they are. */
export function withContent(response: GetChatCompletionResponse): XaiResponse {
  return Object.defineProperty(response, 'content', { get: () => contentOf(response) }) as XaiResponse;
}
