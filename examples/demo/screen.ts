import { styleText } from 'node:util';

const width = 80;

/** Writes the demo's report: 80 columns, colours on a terminal only, and never a secret. */
export class Screen {
  readonly #colours = Boolean(process.stdout.isTTY) && !process.env['NO_COLOR'];
  readonly #secret: string | undefined;

  constructor(secret?: string) {
    this.#secret = secret || undefined;
  }

  line(text = ''): void {
    this.#write(`${text}\n`);
  }

  heading(text: string): void {
    this.line();
    this.line(this.bold(text));
  }

  bold(text: string): string {
    return this.#style('bold', text);
  }

  dim(text: string): string {
    return this.#style('dim', text);
  }

  good(text: string): string {
    return this.#style('green', text);
  }

  bad(text: string): string {
    return this.#style('red', text);
  }

  /** One line of the table: what, in the first run, in the second. */
  row(what: string, first: string | number, second: string | number): void {
    this.line(`  ${what.padEnd(28)}${String(first).padStart(14)}${String(second).padStart(16)}`);
  }

  /** A tick and what is so, or a cross and what is not. */
  check(holds: boolean, so: string, otherwise: string): void {
    this.line(holds ? `  ${this.good('✓')} ${so}` : `  ${this.bad('✗')} ${otherwise}`);
  }

  /** A paragraph behind a bar, to be written piece by piece as the pieces come, and wrapped on the way. */
  paragraph(): { write(piece: string): void; end(): void } {
    const bar = `  ${this.dim('│')} `;
    let column = 0;
    let blanks = '';
    const startLine = () => {
      this.#write(column === 0 ? bar : `\n${bar}`);
      column = 4;
      blanks = '';
    };
    return {
      write: (piece) => {
        // What a server sends is text to read, not commands to the terminal.
        const text = piece.replace(/(?!\n)\p{Cc}/gu, '');
        for (const part of text.split(/(\n| +)/)) {
          if (part === '') continue;
          if (column === 0 || part === '\n') startLine();
          if (part.trim() === '') {
            if (part !== '\n') blanks += part;
            continue;
          }
          if (column + blanks.length + part.length > width - 2) startLine();
          this.#write(blanks + part);
          column += blanks.length + part.length;
          blanks = '';
        }
      },
      end: () => this.line(),
    };
  }

  #style(style: 'bold' | 'dim' | 'green' | 'red', text: string): string {
    return this.#colours ? styleText(style, text) : text;
  }

  #write(text: string): void {
    process.stdout.write(this.#secret === undefined ? text : text.replaceAll(this.#secret, '[key]'));
  }
}

/** Cuts a line of a file to what fits beside the margin. */
export function clip(line: string, margin: number): string {
  return line.length <= width - margin ? line : `${line.slice(0, width - margin - 1)}…`;
}
