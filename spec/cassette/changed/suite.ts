import { renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { CassetteError } from '../../../lib/index.js';
import { cassette, unary } from '../../support/cassettes.js';
import { callUnary, type EchoClient } from '../../support/echo-server.js';
import { turns } from '../../support/time.js';

/** So many seconds later an editor saves. */
const LATER = 5;

/** Writes the file as an editor does that keeps its place, at another time than before. */
export function edit(path: string, text: string): void {
  const { mtimeMs } = statSync(path);
  writeFileSync(path, text);
  const seconds = mtimeMs / 1000 + LATER;
  utimesSync(path, seconds, seconds);
}

/** Writes it as an editor does that makes a new file. */
export function replace(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** A cassette whose one request `A` has this answer. */
export function answering(...responses: readonly string[]): string {
  return cassette(...responses.map((response) => unary('A', response)));
}

/** What a call is answered with; failing that, the code of its `CassetteError`. */
export async function ask(client: EchoClient, request = 'A'): Promise<string | undefined> {
  const { error, response } = await callUnary(client, request);
  if (error === null) return response;
  if (!CassetteError.is(error.cause)) throw error;
  return error.cause.code;
}

/** The same after a quiet round. */
export async function askLater(client: EchoClient, request = 'A'): Promise<string | undefined> {
  await turns(2);
  return ask(client, request);
}
