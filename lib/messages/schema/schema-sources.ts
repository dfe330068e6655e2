import type { SchemaSource } from '../../options.js';
import type { Schema } from './schema.js';

/** A source that is at hand: no function. */
export type SchemaAtHand = Exclude<SchemaSource, () => unknown>;

/** What describes the message types of a cassette: read when it is first needed, fetched when recording begins. */
export class SchemaSources {
  readonly #sources: readonly SchemaSource[];
  readonly #read: (sources: readonly SchemaAtHand[]) => Schema | undefined;
  readonly #trouble: (error: unknown) => void;
  readonly #fetched = new Map<SchemaSource, Uint8Array>();
  #fetching: Promise<void> | undefined;
  #schema: Schema | undefined;
  #isRead = false;
  #hasFailed = false;

  /** `trouble` is told when a source cannot be read or fetched. */
  constructor(
    sources: readonly SchemaSource[],
    read: (sources: readonly SchemaAtHand[]) => Schema | undefined,
    trouble: (error: unknown) => void,
  ) {
    this.#sources = sources;
    this.#read = read;
    this.#trouble = trouble;
  }

  /** What is still being fetched; undefined when nothing is. */
  get fetching(): Promise<void> | undefined {
    return this.#fetching;
  }

  /** Starts to fetch what is not at hand. Called when a call is recorded, and does something once. */
  fetch(): void {
    const remote = this.#sources.filter((source) => typeof source === 'function');
    if (remote.length === 0 || this.#fetching !== undefined || this.#fetched.size > 0) return;
    this.#fetching = Promise.all(remote.map((source) => this.#fetchOne(source))).then(() => {
      this.#fetching = undefined;
      this.#isRead = false;
    });
  }

  /** Whether one could not be read or fetched. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** The schema; undefined where there is none, or none could be read. */
  get schema(): Schema | undefined {
    if (this.#isRead) return this.#schema;
    this.#isRead = true;
    try {
      this.#schema = this.#read(this.#sources.flatMap((source) => this.#atHand(source)));
    } catch (error) {
      this.#fail(error);
    }
    return this.#schema;
  }

  #atHand(source: SchemaSource): readonly SchemaAtHand[] {
    if (typeof source !== 'function') return [source];
    const fetched = this.#fetched.get(source);
    return fetched === undefined ? [] : [fetched];
  }

  async #fetchOne(source: () => unknown): Promise<void> {
    try {
      const bytes = await source();
      if (!(bytes instanceof Uint8Array))
        throw new Error('a schema function gave no bytes of a descriptor set');
      this.#fetched.set(source as SchemaSource, bytes);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#hasFailed = true;
    this.#trouble(error);
  }
}
