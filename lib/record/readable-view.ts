import { EntryText, type EntryView } from '../format/entry-text.js';
import type { MessageList } from '../model/interaction.js';
import type { JsonValue } from '../model/json.js';

/** Makes plain data of a message's bytes. Throws when they are not such a message. */
export type MessageView = (bytes: Uint8Array) => JsonValue | undefined;

/** How the messages of a method are made readable; undefined for a side of which nothing is known. */
export interface MethodView {
  readonly request: MessageView | undefined;
  readonly response: MessageView | undefined;
}

/**
 * The text of a new entry with the readable view of its messages, where one can be made. `knownMethod` is the entry's method where it need not be read. `trouble` is told when a view
 * fails; the entry is then as it was.
 */
export function withView(
  text: Uint8Array,
  knownMethod: string | undefined,
  findView: (method: string) => MethodView | undefined,
  trouble: (error: unknown) => void,
): Uint8Array {
  try {
    const method = knownMethod ?? new EntryText(text).method;
    const view = method === undefined ? undefined : findView(method);
    if (view === undefined) return text;
    const entry = new EntryText(text);
    const { messages } = entry;
    if (messages === undefined) return text;
    return entry.withView({
      requests: viewOf(messages.requests, view.request),
      responses: viewOf(messages.responses, view.response),
    });
  } catch (error) {
    trouble(error);
    return text;
  }
}

function viewOf(messages: MessageList, view: MessageView | undefined): EntryView['requests'] {
  if (view === undefined) return undefined;
  const values: JsonValue[] = [];
  for (let index = 0; index < messages.length; index += 1) {
    const value = view(messages.at(index));
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}
