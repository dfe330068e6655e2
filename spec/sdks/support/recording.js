import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runChild } from './run-child.js';

/** A cassette of `programs/<program>.js`, recorded through a door, and what the program heard meanwhile. */
export class Recording {
  #folder = mkdtempSync(join(tmpdir(), 'grpc-cassette-sdks-'));
  #path = join(this.#folder, 'cassette.yaml');
  #address = '';
  #program;
  /** Lines of JSON, in order. */
  heard = [];
  /** The methods of the calls that had not ended when the program was done. */
  leftOpen = [];

  constructor(program) {
    this.#program = program;
  }

  /** Records against the server that `startServer` starts, and stops it: a client may stay until its server goes. */
  async record(door, startServer) {
    const server = await startServer();
    this.#address = server.address;
    let stopping;
    const stop = () => {
      stopping ??= server.stop();
    };
    try {
      const told = await this.#run(door, 'record', stop);
      this.heard = told.heard;
      this.leftOpen = told.leftOpen;
    } finally {
      stop();
      await stopping;
    }
  }

  /** Plays the cassette in a new process that is refused the network: the program has to hear what it heard before. */
  async replay(door) {
    const before = this.cassette;
    const { heard, leftOpen } = await this.#run(door, 'replay');
    expect(heard).to.deep.equal(this.heard);
    expect(leftOpen).to.deep.equal(this.leftOpen);
    expect(this.cassette, 'a replay changes no file').to.equal(before);
  }

  get cassette() {
    return readFileSync(this.#path, 'utf8');
  }

  /** The methods that were called, each once. */
  get methods() {
    const found = [...this.cassette.matchAll(/^ {4}method: (\S+)$/gm)];
    return [...new Set(found.map(([, method]) => method))];
  }

  remove() {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #run(door, phase, onTold) {
    const options = door === 'register' ? ['--import', 'grpc-cassette/register'] : [];
    const told = await runChild([this.#program, door, this.#address, phase, this.#path], options, onTold);
    expect(told.misses, 'misses').to.deep.equal([]);
    if (told.failure !== undefined) throw new Error(told.failure);
    expect(told.refused, 'what was asked of the network').to.deep.equal([]);
    return told;
  }
}
