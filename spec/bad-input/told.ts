import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { type Cassette, CassetteError } from '../../lib/index.js';
import { callUnary } from '../support/echo-server.js';
import type { EchoSuite } from '../support/echo-suite.js';

/** What is expected of an error; `PATH` in the message stands for the cassette's path. */
export interface Expected {
  readonly code: string;
  readonly line?: number;
  readonly message: string;
}

/** Checks that `error` is the `CassetteError` that is expected of the cassette at `path`. */
export function assertIs(error: unknown, path: string, { code, line, message }: Expected): void {
  expect(CassetteError.is(error), String(error)).to.equal(true);
  const found = error as CassetteError;
  expect(found.message).to.equal(message.replaceAll('PATH', path));
  expect({ code: found.code, path: found.path, line: found.line }).to.deep.equal({ code, path, line });
}

/** Makes a call that needs the cassette, and checks all the ways in which it hears of the trouble. */
export async function assertCallFails(
  { server, clientOf }: EchoSuite,
  opened: Cassette,
  expected: Expected,
  request = 'A',
): Promise<void> {
  const reached = server.reached.length;
  const { error } = await callUnary(clientOf(opened), request);
  assertIs(error?.cause, opened.path, expected);
  expect(error?.code).to.equal(grpc.status.FAILED_PRECONDITION);
  expect(error?.details).to.equal(expected.message.replaceAll('PATH', opened.path));
  expect(server.reached.length, 'the server was reached').to.equal(reached);
  expect(opened.misses.map((miss) => miss.error)).to.deep.equal([error?.cause]);
}
