import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const BINARY = createRequire(import.meta.url).resolve('@cerbos/cerbos-linux-x64');

/** Starts a Cerbos policy decision point on a socket of its own, with its admin API and an audit log. */
export async function startCerbos() {
  const folder = mkdtempSync(join(tmpdir(), 'grpc-cassette-cerbos-'));
  const address = `unix:${folder}/grpc.sock`;
  const settings = {
    'server.grpcListenAddr': address,
    'server.httpListenAddr': `unix:${folder}/http.sock`,
    'server.adminAPI.enabled': true,
    'storage.driver': 'sqlite3',
    'storage.sqlite3.dsn': ':memory:',
    'audit.enabled': true,
    'audit.decisionLogsEnabled': true,
    'audit.backend': 'local',
    'audit.local.storagePath': `${folder}/audit`,
    'audit.local.advanced.bufferSize': 1,
    'audit.local.advanced.flushInterval': '1s',
    'telemetry.disabled': true,
  };
  const flags = Object.entries(settings).map(([key, value]) => `--set=${key}=${value}`);
  const server = spawn(BINARY, ['server', ...flags], { stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(server, 'exit');
  await started(server.stdout);
  return {
    address,
    async stop() {
      server.kill();
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Cerbos listens on both of its sockets before it says so of the second. */
async function started(stdout) {
  const printed = [];
  for await (const line of createInterface({ input: stdout })) {
    printed.push(line);
    if (!line.includes('Starting HTTP server')) continue;
    stdout.resume();
    return;
  }
  throw new Error(`Cerbos did not start. It printed:\n${printed.join('\n')}`);
}
