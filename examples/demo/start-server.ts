import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';

/** What the embedded server's process tells the one that started it: where it listens, and each call it was asked. */
export type FromServer = { readonly port: number } | { readonly called: string };

/** The embedded server, seen from the process that started it. */
export interface EmbeddedServer {
  readonly address: string;
  readonly pid: number | undefined;
  /** The methods that were called, counted where they arrived. Complete once `stop()` is through. */
  readonly calls: readonly string[];
  /** Ends the server's process. */
  stop(): Promise<void>;
}

/** Starts the embedded server in a process of its own, on a free port of the loopback interface. */
export async function startServer(): Promise<EmbeddedServer> {
  const child = fork(new URL('./server.js', import.meta.url));
  const exited = once(child, 'exit');
  const calls: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    child.on('message', (message: FromServer) => {
      if ('port' in message) resolve(message.port);
      else calls.push(message.called);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`The demo's server ended at once (${signal ?? code}).`)),
    );
  });
  return {
    address: `127.0.0.1:${port}`,
    pid: child.pid,
    calls,
    async stop() {
      if (child.connected) child.send('stop');
      await exited;
    },
  };
}

/** Whether nobody listens there any more: `true` only if the connection was refused. */
export function refuses(address: string): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${address}`);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}
