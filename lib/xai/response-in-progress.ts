import {
  CompletionMessage,
  CompletionOutput,
  type CompletionOutputChunk,
  Delta,
  type GetChatCompletionChunk,
  GetChatCompletionResponse,
} from '../../proto-gen/xai/api/v1/chat.js';
import { withContent, type XaiResponse } from './response.js';

/** The response that grows with each chunk of a stream, by the rules of the xAI SDK's `process_chunk`. */
export class ResponseInProgress {
  /** The response so far; always the same object. */
  readonly response: XaiResponse = withContent(new GetChatCompletionResponse({}));

  /** Takes a chunk in, and returns the response. What the chunk leaves unset is unset in the response as well. */
  add(chunk: GetChatCompletionChunk): XaiResponse {
    const { response } = this;
    response.usage = chunk.usage?.clone();
    response.created = chunk.created?.clone();
    response.id = chunk.id;
    response.model = chunk.model;
    response.system_fingerprint = chunk.system_fingerprint;
    response.citations = [...response.citations, ...chunk.citations];
    for (const output of chunk.outputs) this.#addOutput(output);
    return response;
  }

  #addOutput(chunk: CompletionOutputChunk): void {
    const output = this.#outputAt(chunk.index);
    const delta = chunk.delta ?? new Delta({});
    output.index = chunk.index;
    output.finish_reason = chunk.finish_reason;
    output.message ??= new CompletionMessage({});
    const { message } = output;
    message.role = delta.role;
    message.content += delta.content;
    message.reasoning_content += delta.reasoning_content;
    message.encrypted_content += delta.encrypted_content;
    message.tool_calls = [...message.tool_calls, ...delta.tool_calls.map((call) => call.clone())];
    message.citations = [...message.citations, ...delta.citations.map((citation) => citation.clone())];
  }

  /** The output at `index`; it and those before it are made where they are missing. */
  #outputAt(index: number): CompletionOutput {
    const { outputs } = this.response;
    const missing = Math.max(0, index + 1 - outputs.length);
    if (missing > 0) {
      const made = Array.from({ length: missing }, () => new CompletionOutput({}));
      this.response.outputs = [...outputs, ...made];
    }
    return this.response.outputs[index] as CompletionOutput;
  }
}
