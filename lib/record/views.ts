import type { ClientCodec, MessageTypes } from '../messages/meaning/message-types.js';
import type { Decoder } from '../messages/types/find-decoder.js';
import { ownJson } from '../messages/view/own-json.js';
import type { Direction } from '../model/kind.js';
import type { Warn } from '../model/surroundings.js';
import { warnOnce } from '../model/warn-once.js';
import type { Redaction } from '../redact/redaction.js';
import { type MessageView, type MethodView, withView } from './readable-view.js';

/** The readable views of new recordings: of the schema, failing that of what the client's own messages show. */
export class Views {
  readonly #messageTypes: MessageTypes;
  readonly #redaction: Redaction;
  /** A view is for people: a recording without one is whole. */
  readonly #tell: (error: unknown) => void;

  constructor(messageTypes: MessageTypes, redaction: Redaction, warn: Warn) {
    this.#messageTypes = messageTypes;
    this.#redaction = redaction;
    this.#tell = warnOnce(warn, 'a readable view could not be made, the bytes are stored without it');
  }

  /** The text of a new entry, with its view where there is one. `method` is the entry's, where it is known. */
  addTo(text: Uint8Array, method?: string): Uint8Array {
    const mayShow = method === undefined || this.#messageTypes.isShown(method);
    return withView(text, method, (each) => this.#findRedacted(each, mayShow), this.#tell);
  }

  /** `mayShow`: whether the client itself may have more than the bytes of the responses. */
  #findRedacted(method: string, mayShow: boolean): MethodView | undefined {
    const { request, response } = this.#find(method, mayShow) ?? {};
    if (request === undefined && response === undefined) return undefined;
    return {
      request: this.#redacted(method, 'request', request),
      response: this.#redacted(method, 'response', response),
    };
  }

  #redacted(method: string, direction: Direction, view: MessageView | undefined): MessageView | undefined {
    if (view === undefined) return undefined;
    return (bytes) => {
      const made = view(bytes);
      return (
        made && this.#redaction.view(made, (path) => this.#redaction.notes.addNamed(method, direction, path))
      );
    };
  }

  #find(method: string, mayShow: boolean): MethodView | undefined {
    const types = this.#messageTypes.findTypes(method);
    if (types !== undefined) {
      return {
        request: (bytes) => types.request.toJson(bytes),
        response: (bytes) => types.response.toJson(bytes),
      };
    }
    const codec = this.#messageTypes.findCodec(method);
    return codec && { request: requestView(codec), response: mayShow ? ownView(codec.response) : undefined };
  }
}

function requestView({ request, handed }: ClientCodec): MessageView | undefined {
  return ownView(request?.decode) ?? (handed && ((bytes) => handed.view(bytes)));
}

function ownView(decode: Decoder | undefined): MessageView | undefined {
  return decode && ((bytes) => ownJson(decode(bytes)));
}
