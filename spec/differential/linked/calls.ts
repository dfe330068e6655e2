import { type Client, type ServiceError, status } from '@grpc/grpc-js';
import { Gate } from '../../support/gate.js';
import { showError } from '../log.js';
import { GaveUp } from './gave-up.js';
import { LoggedCall, listenToCall } from './logged-call.js';
import {
  decode,
  encode,
  leadInto,
  type Message,
  type MethodName,
  type MethodOf,
  pathOfMethod,
  type WorldName,
} from './wire.js';

/** Who a call is made for: a program may read by one client and write by another. */
export type Role = 'reading' | 'writing';

/**
 * The calls of one run of a program, and its log: one sequence of what it did and of all that its calls told it. A call that
 * fails as the program does not expect makes it give up, unless it swallows errors.
 */
export class Calls {
  readonly log: string[] = [];
  readonly #clients: Readonly<Record<Role, Client>>;
  readonly #world: WorldName;
  readonly #swallowsErrors: boolean;
  readonly #gate = new Gate();
  readonly #open = new Map<string, () => void>();
  /** What lets each unary call's caller go once the program gives up. */
  readonly #asking = new Set<(reason: GaveUp) => void>();
  #made = 0;
  #hasGivenUp = false;

  constructor(clients: Readonly<Record<Role, Client>>, world: WorldName, swallowsErrors: boolean) {
    this.#clients = clients;
    this.#swallowsErrors = swallowsErrors;
    this.#world = world;
  }

  note(line: string): void {
    this.log.push(line);
  }

  /** The names of the calls that have not ended, in start order. */
  get open(): readonly string[] {
    return [...this.#open.keys()];
  }

  /** Resolves to the answer; to undefined where the server refused a write that came too late, or an error is swallowed. */
  ask(method: MethodOf<'unary'>, request: Message): Promise<Message | undefined> {
    const name = this.#nameOf(method, request);
    return new Promise((resolve, reject) => {
      const call = this.#clients.writing.makeUnaryRequest(
        pathOfMethod(method),
        encode,
        decode,
        request,
        leadInto(this.#world),
        (error, answer) => {
          this.#asking.delete(reject);
          this.#tellAnswer(name, error, answer);
          if (error === null || error.code === status.ABORTED || this.#swallowsErrors) resolve(answer);
          else reject(this.giveUp());
        },
      );
      listenToCall(call, (line) => this.note(`${name} ${line}`));
      this.#open.set(name, () => call.cancel());
      this.#asking.add(reject);
    });
  }

  stream(method: MethodOf<'serverStream'>, request: Message): LoggedCall {
    const name = this.#nameOf(method, request);
    const { reading } = this.#clients;
    const path = pathOfMethod(method);
    return this.#logged(
      name,
      reading.makeServerStreamRequest(path, encode, decode, request, leadInto(this.#world)),
    );
  }

  talk(method: MethodOf<'bidi'>, role: Role): LoggedCall {
    const name = this.#nameOf(method);
    const client = this.#clients[role];
    return this.#logged(
      name,
      client.makeBidiStreamRequest(pathOfMethod(method), encode, decode, leadInto(this.#world)),
    );
  }

  upload(): LoggedCall {
    const name = this.#nameOf('Upload');
    const call = this.#clients.writing.makeClientStreamRequest(
      pathOfMethod('Upload'),
      encode,
      decode,
      leadInto(this.#world),
      (error: ServiceError | null, answer?: Message) => {
        this.#tellAnswer(name, error, answer);
        logged.isOver = true;
        if (error !== null) this.#fail();
        this.#gate.changed();
      },
    );
    const logged = this.#logged(name, call);
    return logged;
  }

  /** Resolves when `holds` does; rejects once the program has given up. */
  async until(holds: () => boolean): Promise<void> {
    await this.#gate.when(() => this.#hasGivenUp || holds());
    this.assertGoesOn();
  }

  assertGoesOn(): void {
    if (this.#hasGivenUp) throw new GaveUp();
  }

  /** Lets all that waits for something give up. Returns what they throw. */
  giveUp(): GaveUp {
    const reason = new GaveUp();
    this.#hasGivenUp = true;
    for (const letGo of this.#asking) letGo(reason);
    this.#gate.changed();
    return reason;
  }

  /** Cancels what is open, and resolves when every call has ended. */
  async end(): Promise<void> {
    for (const cancel of [...this.#open.values()]) cancel();
    await this.#gate.when(() => this.#open.size === 0);
  }

  #nameOf(method: MethodName, request?: Message): string {
    this.#made += 1;
    const name = `${method} ${this.#made}`;
    this.note(`${name} starts${request === undefined ? '' : ` with ${JSON.stringify(request)}`}`);
    return name;
  }

  #fail(): void {
    if (!this.#swallowsErrors) this.giveUp();
  }

  #tellAnswer(name: string, error: ServiceError | null, answer: Message | undefined): void {
    this.#open.delete(name);
    this.note(`${name} answer ${JSON.stringify(error === null ? answer : showError(error))}`);
    this.#gate.changed();
  }

  #logged(name: string, stream: ConstructorParameters<typeof LoggedCall>[0]): LoggedCall {
    const call = new LoggedCall(stream, {
      note: (line) => this.note(`${name} ${line}`),
      changed: () => this.#gate.changed(),
      ended: () => {
        this.#open.delete(name);
        this.#gate.changed();
      },
      failed: () => this.#fail(),
      until: (holds) => this.until(holds),
    });
    this.#open.set(name, () => call.cancel());
    return call;
  }
}
