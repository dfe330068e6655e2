import type { Direction } from '../../model/kind.js';
import { type IgnoringMeaning, ignoring } from '../paths/ignored-fields.js';
import type { MethodTypes } from '../schema/schema.js';
import type { Meaning } from '../types/meaning.js';
import { sameBytes } from '../wire/wire-bytes.js';
import { meaningOfHanded } from './handed-messages.js';
import { type KnownMessages, requestsOf, responsesOf } from './known-messages.js';
import { loadClassMeaning } from './load-class-meaning.js';
import type { ClientCodec, MessageTypes } from './message-types.js';
import { meaningOfWire } from './wire-meaning.js';

/** What the messages of a method mean. */
export interface MethodMeaning {
  readonly request: IgnoringMeaning;
  readonly response: Meaning;
}

interface Known {
  readonly codec: ClientCodec | undefined;
  readonly meaning: MethodMeaning;
}

interface KnownOfMethod {
  readonly codec: ClientCodec | undefined;
  readonly types: MethodTypes | undefined;
  readonly messages: { readonly [Way in Direction]: KnownMessages };
}

/** What the messages of each method mean: by the schema, failing that by the client's class, failing that by the wire. */
export class Meanings {
  readonly #messageTypes: MessageTypes;
  readonly #ignore: readonly string[];
  readonly #known = new Map<string, Known>();
  readonly #messages = new Map<string, KnownOfMethod>();

  /** `ignore` are field paths that may differ in requests. */
  constructor(messageTypes: MessageTypes, ignore: readonly string[]) {
    this.#messageTypes = messageTypes;
    this.#ignore = ignore;
  }

  /** The same object until more is known of the method. */
  of(method: string): MethodMeaning {
    const codec = this.#messageTypes.findCodec(method);
    const known = this.#known.get(method);
    if (known !== undefined && known.codec === codec) return known.meaning;
    const types = this.#messageTypes.findTypes(method);
    const request = types?.request ?? (codec && meaningOfClient(codec)) ?? meaningOfWire;
    const meaning = {
      request: ignoring(request, this.#ignore),
      response: types?.response ?? meaningOfWire,
    };
    this.#known.set(method, { codec, meaning });
    return meaning;
  }

  /** What is known of the messages of a method that go one way; the same object until more is. */
  messagesOf(method: string, direction: Direction): KnownMessages {
    const codec = this.#messageTypes.findCodec(method);
    const types = this.#messageTypes.findTypes(method);
    const known = this.#messages.get(method);
    if (known !== undefined && known.codec === codec && known.types === types)
      return known.messages[direction];
    const messages = {
      request: requestsOf(this.#messageTypes, method),
      response: responsesOf(this.#messageTypes, method),
    };
    this.#messages.set(method, { codec, types, messages });
    return messages[direction];
  }

  /** Whether it was asked what requests mean. */
  get haveCompared(): boolean {
    return this.#known.size > 0;
  }

  /** The ignored paths that name no field of any request compared so far; none before the first. */
  get unfoundPaths(): readonly string[] {
    if (this.#known.size === 0) return [];
    const unfound = [...this.#known.values()].map(({ meaning }) => new Set(meaning.request.unfound()));
    return this.#ignore.filter((path) => unfound.every((paths) => paths.has(path)));
  }
}

function meaningOfClient({ request, handed }: ClientCodec): Meaning | undefined {
  return (request && loadClassMeaning().meaningOfClass(request)) ?? (handed && meaningOfHanded(handed));
}

/** Whether two messages mean the same. */
export function meanSame(meaning: Meaning, one: Uint8Array, other: Uint8Array): boolean {
  return sameBytes(one, other) || sameBytes(meaning.canonical(one), meaning.canonical(other));
}
