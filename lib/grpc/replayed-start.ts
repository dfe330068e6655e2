import type { Metadata } from '@grpc/grpc-js';
import type { CallStart } from '../model/call-start.js';
import type { Kind } from '../model/kind.js';
import type { MetadataEntries } from '../model/metadata.js';
import { fromGrpcMetadata } from './metadata.js';

/** A call that is about to be replayed. */
interface StartingCall {
  readonly method: string;
  readonly kind: Kind;
  findTarget(): string | undefined;
}

/** What is known of a replayed call when it starts; found out when somebody asks, and once. */
export class ReplayedStart implements CallStart {
  readonly method: string;
  readonly kind: Kind;
  readonly #findTarget: () => string | undefined;
  readonly #metadata: Metadata;
  #target: { readonly found: string | undefined } | undefined;
  #requestMetadata: MetadataEntries | undefined;

  constructor({ method, kind, findTarget }: StartingCall, metadata: Metadata) {
    this.method = method;
    this.kind = kind;
    this.#findTarget = findTarget;
    this.#metadata = metadata;
  }

  get target(): string | undefined {
    this.#target ??= { found: this.#findTarget() };
    return this.#target.found;
  }

  get requestMetadata(): MetadataEntries {
    this.#requestMetadata ??= fromGrpcMetadata(this.#metadata);
    return this.#requestMetadata;
  }
}
