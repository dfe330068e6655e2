import {
  Content,
  GetCompletionsRequest,
  Message,
  MessageRole,
  type XaiCassetteSession,
} from '../../../lib/xai/index.js';

/** A request with one question. */
export function ask(question: string): GetCompletionsRequest {
  const content = [new Content({ text: question })];
  return new GetCompletionsRequest({
    model: 'grok',
    messages: [new Message({ role: MessageRole.ROLE_USER, content })],
  });
}

/** What the response holds after each chunk of a streamed answer. */
export async function heard(session: XaiCassetteSession, question: string): Promise<readonly string[]> {
  const contents: string[] = [];
  for await (const { response } of session.chat.stream(ask(question))) contents.push(response.content);
  return contents;
}
