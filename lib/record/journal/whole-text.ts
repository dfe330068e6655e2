import { keepShape } from '../../model/keep-shape.js';

/** An entry's text in one piece, of which bytes are made where they are needed, and into a room that is there where that will do. */
export class WholeText implements Iterable<Uint8Array> {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  *[Symbol.iterator](): Iterator<Uint8Array> {
    yield Buffer.from(this.text);
  }
}

keepShape(new WholeText(''));
