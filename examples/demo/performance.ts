import type { Screen } from './screen.js';

/** How a call went: the bytes of what came back, and how long it took. */
export interface Outcome {
  readonly method: string;
  readonly messages: readonly string[];
  readonly ms: number;
}

/** One call on stage: its text is shown as it arrives, its messages and its time are kept. */
export class Performance implements Outcome {
  readonly messages: string[] = [];
  readonly #paragraph: ReturnType<Screen['paragraph']>;
  readonly #started = performance.now();
  ms = 0;

  readonly method: string;
  readonly #screen: Screen;

  constructor(screen: Screen, method: string) {
    this.method = method;
    this.#screen = screen;
    screen.line();
    screen.line(`  ${method}`);
    this.#paragraph = screen.paragraph();
  }

  hear(message: { serialize(): Uint8Array }, text: string | undefined): void {
    this.messages.push(Buffer.from(message.serialize()).toString('base64'));
    this.#paragraph.write(text ?? '');
  }

  end(): void {
    this.ms = Math.round(performance.now() - this.#started);
    this.#paragraph.end();
    const count = this.messages.length;
    this.#screen.line(
      `  ${this.#screen.dim(`└ ${count === 1 ? '1 message' : `${count} messages`}, ${this.ms} ms`)}`,
    );
  }
}
