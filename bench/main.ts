import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerProcess, startServer } from './calls/start-server.js';
import type { Line } from './line.js';
import type { Place } from './place.js';
import { publish } from './publish.js';
import { machineName, saveResults } from './results.js';
import { SECTIONS } from './rows/sections.js';
import { type Request, readRequest } from './settings.js';
import { TABLE_HEAD, tableLine } from './table.js';

const say = (text: string): void => void process.stdout.write(text);

async function main({ rows, save, ...settings }: Request, folder: string): Promise<void> {
  let server: Promise<ServerProcess> | undefined;
  const place: Place = {
    ...settings,
    file: (name) => join(folder, name),
    server() {
      server ??= startServer();
      return server;
    },
  };
  say(`grpc-cassette, what it costs: Node ${process.version}, ${machineName()}, ${settings.rounds} rounds.
Medians, and the quartiles of the rounds. The figure: how many times what it is held against, or ours alone.
Noise: what it is held against, measured twice: a figure within it says nothing.

${TABLE_HEAD}`);
  const lines: Line[] = [];
  try {
    for (const { rows: own, measure } of SECTIONS) {
      if (rows.size > 0 && !own.some((row) => rows.has(row))) continue;
      for await (const line of measure(place)) {
        lines.push(line);
        say(tableLine(line));
      }
    }
  } finally {
    await (await server)?.stop();
  }
  if (save) publish(saveResults(lines, settings.rounds));
}

const request = readRequest(process.argv.slice(2));
if (typeof request === 'string') {
  process.stderr.write(`${request}\n`);
  process.exitCode = 2;
} else {
  // The person at the keyboard decides about a mode, but not about this one.
  delete process.env['GRPC_CASSETTE_MODE'];
  const folder = mkdtempSync(join(tmpdir(), 'grpc-cassette-bench-'));
  try {
    await main(request, folder);
  } catch (error) {
    process.stderr.write(`The bench broke off: ${(error as Error).stack ?? String(error)}\n`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
