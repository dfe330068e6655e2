import { CassetteError } from '../errors.js';
import type { Meanings } from '../messages/meaning/meanings.js';
import type { Interaction, MessageList } from '../model/interaction.js';
import type { MatchedCall, MatchFunction } from '../model/matching.js';
import { cut, printable } from '../model/text/printable.js';
import type { Redaction } from '../redact/redaction.js';
import type { Call } from './call.js';

/** How much is shown of what a match function returned or threw, in characters. */
const LONGEST_VALUE = 200;

/** The user's own match function, and what it is told of a call. */
export class UserMatch {
  readonly #match: MatchFunction;
  readonly #meanings: Meanings;
  readonly #redaction: Redaction;
  /** The cassette's, as it was given, for errors. */
  readonly #path: string;

  constructor(match: MatchFunction, meanings: Meanings, redaction: Redaction, path: string) {
    this.#match = match;
    this.#meanings = meanings;
    this.#redaction = redaction;
    this.#path = path;
  }

  /** What the function says. Throws a `CassetteError` (`match_failed`) where it throws, or returns no boolean. */
  accepts(call: Call, interaction: Interaction): boolean {
    let answer: unknown;
    try {
      answer = this.#match(this.#told(call), interaction);
    } catch (cause) {
      throw this.#failure(call, `threw ${this.#nameOf(cause)}`, cause);
    }
    if (typeof answer === 'boolean') return answer;
    throw this.#failure(call, `returned ${this.#nameOf(answer)}`);
  }

  #told(call: Call): MatchedCall {
    const redaction = this.#redaction;
    return {
      ...call.kind,
      method: call.method,
      get target() {
        return call.target;
      },
      get metadata() {
        return redaction.metadata(call.requestMetadata);
      },
      requests: redactedRequests(call, redaction),
      halfClosed: call.halfClosed,
      toJson: (request) => this.#meanings.of(call.method).request.view(request),
    };
  }

  /** On one line and cut to size, when secrets are out. */
  #nameOf(value: unknown): string {
    return onOneLine(this.#redaction.text(nameOf(value)));
  }

  #failure({ method }: Call, what: string, cause?: unknown): CassetteError {
    const path = this.#path;
    return new CassetteError(
      'match_failed',
      `${path}: the match function ${what}, asked about ${method}. Let it return true or false.`,
      { path, method },
      { cause },
    );
  }
}

/** What a function is told of requests is what a cassette would have of them. */
function redactedRequests({ method, requests }: Call, redaction: Redaction): MessageList {
  return {
    get length() {
      return requests.length;
    },
    at: (index) => redaction.shown(method, 'request', requests.at(index)),
  };
}

/** A value that the user's function gave. Never throws. */
function nameOf(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Promise) return 'a Promise';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function onOneLine(text: string): string {
  return cut(printable(text.replace(/\s+/g, ' ')), LONGEST_VALUE);
}
