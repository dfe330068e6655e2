import { createInterface } from 'node:readline';

/**
 * The lines that whoever started this process writes into its standard input: what it waits for. Where that is gone, the
 * process ends.
 */
export class Orders {
  readonly #lines = createInterface({ input: process.stdin });
  readonly #given = new Set<string>();
  #wake: () => void = () => undefined;

  constructor() {
    this.#lines.on('line', (line) => {
      this.#given.add(line);
      this.#wake();
    });
    this.#lines.on('close', giveUp);
  }

  /** Whether this line has come. */
  has(line: string): boolean {
    return this.#given.has(line);
  }

  /** Waits for this line. One waits at a time. */
  async get(line: string): Promise<void> {
    while (!this.has(line)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Listens no longer, which would keep the process alive. */
  dismiss(): void {
    this.#lines.off('close', giveUp).close();
    process.stdin.destroy();
  }
}

function giveUp(): void {
  process.exit(1);
}
