import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A server in a process of its own, so that its work is not counted as the client's. */
export interface ServerProcess {
  readonly address: string;
  stop(): Promise<void>;
}

/** Starts the bench's server on a free port of the loopback interface. */
export async function startServer(): Promise<ServerProcess> {
  const child = fork(new URL('./server.js', import.meta.url));
  const exited = once(child, 'exit');
  const port = await new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('The server of the bench ended at once.')));
  });
  return {
    address: `127.0.0.1:${String(port)}`,
    async stop() {
      child.disconnect();
      await exited;
    },
  };
}
