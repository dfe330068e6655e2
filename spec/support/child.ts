import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a child process ended. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A child process that runs a program of this folder. */
export class Child {
  readonly pid: number;
  readonly ended: Promise<ChildEnd>;
  readonly #process: ChildProcess;
  #stdout = '';
  #stderr = '';
  #waiting: (() => void)[] = [];

  constructor(process: ChildProcess) {
    this.#process = process;
    this.pid = process.pid ?? 0;
    // It may have ended before it reads what it is told: whoever waits for its answer learns of it.
    process.stdin?.on('error', () => undefined);
    process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      this.#wake();
    });
    process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.ended = new Promise((resolve) => {
      process.on('close', (code, signal) => {
        resolve({ code, signal, stdout: this.#stdout, stderr: this.#stderr });
        this.#wake();
      });
    });
  }

  /** What it has said on its standard output so far, line by line. */
  get lines(): readonly string[] {
    return this.#stdout.split('\n').slice(0, -1);
  }

  /** Writes a line into its standard input. */
  tell(line: string): void {
    this.#process.stdin?.write(`${line}\n`);
  }

  /** Waits for a whole line of its standard output. */
  said(line: string): Promise<void> {
    return this.#saidSomething(JSON.stringify(line), (stdout) => `\n${stdout}`.includes(`\n${line}\n`));
  }

  /** Waits for a line of its standard output that begins like this. */
  saidLike(start: string): Promise<void> {
    return this.#saidSomething(`${start}…`, (stdout) => `\n${stdout}`.includes(`\n${start}`));
  }

  /** Waits until it has said so many lines that begin like this. */
  saidTimes(start: string, times: number): Promise<void> {
    const isSaid = (stdout: string) => `\n${stdout}`.split(`\n${start}`).length > times;
    return this.#saidSomething(`${start}… ${times} times`, isSaid);
  }

  async #saidSomething(what: string, isSaid: (stdout: string) => boolean): Promise<void> {
    while (!isSaid(this.#stdout)) {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
        const { stdout, stderr } = await this.ended;
        if (isSaid(stdout)) return;
        throw new Error(`The child ended without saying ${what}: ${stdout.slice(-1000)}${stderr}`);
      }
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  /** Ends it by SIGKILL, which no process survives or notices. Resolves when it is gone. */
  async kill(): Promise<ChildEnd> {
    return this.signal('SIGKILL').ended;
  }

  /** Sends it a signal. */
  signal(name: NodeJS.Signals): this {
    this.#process.kill(name);
    return this;
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

const running = new Set<Child>();

/** Ends the children that a test of the suite that calls this left running, such as a test that failed. */
export function endChildren(): void {
  afterEach(() => Promise.all([...running].map((child) => child.kill())));
}

/** Starts `<program>.ts` of this folder with `job`, without a record mode in its environment but the one that is `given`. */
export function startChild(
  program: string,
  job: unknown,
  given: Readonly<Record<string, string>> = {},
): Child {
  return startCommand(process.execPath, [pathOf(program), JSON.stringify(job)], given);
}

/** What a child that has ended had to say of its cassettes. */
export function warningsOf({ stderr }: Pick<ChildEnd, 'stderr'>): readonly string[] {
  return [...stderr.matchAll(/^\(node:\d+\) GrpcCassetteWarning: (.*)$/gm)].map(([, text]) => text ?? '');
}

/** The path of the compiled `<program>.ts` of this folder. */
export function pathOf(program: string): string {
  return fileURLToPath(new URL(`${program}.js`, import.meta.url));
}

/** Starts a command, without a record mode in its environment but the one that is `given`. */
export function startCommand(
  command: string,
  args: readonly string[],
  given: Readonly<Record<string, string>> = {},
): Child {
  const { GRPC_CASSETTE_MODE: _, ...env } = process.env;
  const child = new Child(
    spawn(command, args, { env: { ...env, ...given }, stdio: ['pipe', 'pipe', 'pipe'] }),
  );
  running.add(child);
  void child.ended.then(() => running.delete(child));
  return child;
}

/** Whether a process with this number is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
