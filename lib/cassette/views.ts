import type { JsonValue } from '../model/json.js';
import type { Warn } from '../model/surroundings.js';
import type { SchemaSource } from '../options.js';
import { ownJson } from '../protobuf/own-json.js';
import type { Schema } from '../protobuf/schema.js';
import { type MethodView, withView } from './readable-view.js';
import { type SchemaAtHand, SchemaSources } from './schema-sources.js';

/** Makes a message of its bytes. */
export type Decoder = (bytes: Uint8Array) => unknown;

/** What the client's own code knows of a method's messages. */
export interface ClientCodec {
  readonly request: Decoder | undefined;
  readonly response: Decoder | undefined;
}

/** The readable views of new recordings: of the schema, failing that of what the client's own messages show. */
export class Views {
  readonly #sources: SchemaSources;
  readonly #warn: Warn;
  readonly #codecs = new Map<string, ClientCodec>();
  #hasTold = false;

  constructor(
    sources: readonly SchemaSource[],
    read: (sources: readonly SchemaAtHand[]) => Schema | undefined,
    warn: Warn,
  ) {
    this.#sources = new SchemaSources(sources, read, (error) => this.#tell(error));
    this.#warn = warn;
  }

  /** What the views have to wait for; undefined when all is at hand. */
  get fetching(): Promise<void> | undefined {
    return this.#sources.fetching;
  }

  /** A call is recorded. */
  begin(): void {
    this.#sources.fetch();
  }

  /** Whether nothing is known yet of the method's messages but what a schema may say. */
  wants(method: string): boolean {
    return !this.#codecs.has(method);
  }

  /** Notes how the client itself reads the method's messages. */
  learn(method: string, codec: ClientCodec): void {
    this.#codecs.set(method, codec);
  }

  /** The text of a new entry, with its view where there is one. */
  addTo(text: Uint8Array): Uint8Array {
    return withView(
      text,
      (method) => this.#find(method),
      (error) => this.#tell(error),
    );
  }

  #find(method: string): MethodView | undefined {
    const types = this.#sources.schema?.findMethod(method);
    if (types !== undefined) {
      return {
        request: (bytes) => types.request.toJson(bytes),
        response: (bytes) => types.response.toJson(bytes),
      };
    }
    const codec = this.#codecs.get(method);
    return codec && { request: ownView(codec.request), response: ownView(codec.response) };
  }

  /** A view is for people: a recording without one is whole. */
  #tell(error: unknown): void {
    if (this.#hasTold) return;
    this.#hasTold = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.#warn(`a readable view could not be made, the bytes are stored without it: ${reason}`);
  }
}

function ownView(decode: Decoder | undefined): ((bytes: Uint8Array) => JsonValue | undefined) | undefined {
  return decode && ((bytes) => ownJson(decode(bytes)));
}
