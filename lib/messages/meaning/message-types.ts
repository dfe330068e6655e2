import type { Warn } from '../../model/surroundings.js';
import { warnOnce } from '../../model/warn-once.js';
import type { SchemaSource } from '../../options.js';
import type { MethodTypes, Schema } from '../schema/schema.js';
import { type SchemaAtHand, SchemaSources } from '../schema/schema-sources.js';
import type { Decoder, MessageCodec } from '../types/find-decoder.js';
import type { HandedMessages } from './handed-messages.js';

/** What the client's own code knows of a method's messages. */
export interface ClientCodec {
  /** Undefined for messages without a class of their own, such as those of proto-loader. */
  readonly request: MessageCodec | undefined;
  readonly response: Decoder | undefined;
  /** The requests themselves, where they have no such class. */
  readonly handed: HandedMessages | undefined;
}

/** What is known of the messages of a cassette's methods: by the schema, and by the client's own code. */
export class MessageTypes {
  readonly #sources: SchemaSources;
  readonly #codecs = new Map<string, ClientCodec>();
  /** The methods whose responses the client has as other than bytes. */
  readonly #shown = new Set<string>();
  #handed: { readonly bytes: Uint8Array; readonly message: object } | undefined;

  constructor(
    sources: readonly SchemaSource[],
    read: (sources: readonly SchemaAtHand[]) => Schema | undefined,
    warn: Warn,
  ) {
    // They are compared and shown by what the client's own code tells then.
    const tell = warnOnce(warn, 'messages are compared, and stored, without a schema');
    this.#sources = new SchemaSources(sources, read, tell);
  }

  /** What is still being fetched; undefined when nothing is. */
  get fetching(): Promise<void> | undefined {
    return this.#sources.fetching;
  }

  /** Starts to fetch what is not at hand: a call is about to reach the server anyway. */
  fetch(): void {
    this.#sources.fetch();
  }

  /** Notes how the client itself reads the method's messages. */
  learn(method: string, codec: ClientCodec): void {
    this.#codecs.set(method, codec);
  }

  /** Notes that the client's own code made something of a response of the method, or could not. */
  noteShown(method: string): void {
    this.#shown.add(method);
  }

  /** Whether it ever did: else all of them are bytes to the client as well. */
  isShown(method: string): boolean {
    return this.#shown.has(method);
  }

  /** Runs what records a request without a class of its own: nothing else than the object itself has the fields' names. */
  whileHanded(bytes: Uint8Array, message: object, action: () => void): void {
    this.#handed = { bytes, message };
    try {
      action();
    } finally {
      this.#handed = undefined;
    }
  }

  /** The request of these bytes, while it is recorded. */
  findHanded(bytes: Uint8Array): object | undefined {
    return this.#handed?.bytes === bytes ? this.#handed.message : undefined;
  }

  /** Whether a schema was given that could not be read or fetched. */
  get lacksSchema(): boolean {
    return this.#sources.hasFailed;
  }

  /** What the schema says of the method's messages. */
  findTypes(method: string): MethodTypes | undefined {
    return this.#sources.schema?.findMethod(method);
  }

  findCodec(method: string): ClientCodec | undefined {
    return this.#codecs.get(method);
  }
}
