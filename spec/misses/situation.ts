import { writeFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import {
  type Cassette,
  CassetteError,
  type CassetteErrorFacts,
  type CassetteOptions,
  openCassette,
} from '../../lib/index.js';
import { cassette, type MessageBytes } from '../support/cassettes.js';
import type { EchoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';

/** Something that goes wrong, and all that a person is told of it. */
export interface Situation {
  readonly title: string;
  readonly options?: CassetteOptions;
  readonly entries: readonly string[];
  /** Makes the calls; resolves to the error of the one that misses. */
  readonly play: (client: EchoClient) => Promise<grpc.ServiceError | null>;
  readonly code: CassetteError['code'];
  /** The message's lines; `PATH` stands for the cassette's path. */
  readonly lines: readonly string[];
  readonly facts?: CassetteErrorFacts;
}

/** Makes one unary call after another; resolves to the error of the last. */
export function asking(...requests: readonly MessageBytes[]): Situation['play'] {
  return async (client) => {
    let last: grpc.ServiceError | null = null;
    for (const request of requests) {
      last = await new Promise((resolve) => client.Unary(Buffer.from(request), (error) => resolve(error)));
    }
    return last;
  };
}

/** Sends requests on a bidirectional call, and half-closes where that is said; resolves to its error. */
export function saying(requests: readonly MessageBytes[], halfCloses: boolean): Situation['play'] {
  return (client) =>
    new Promise((resolve) => {
      const call = client.Bidi();
      call.on('error', resolve).on('data', () => undefined);
      for (const request of requests) call.write(Buffer.from(request));
      if (halfCloses) call.end();
    });
}

/** A test for each situation: the exact message, the facts behind it, and that nothing reached the server. */
export function testSituations(situations: readonly Situation[]): void {
  const { clientOf, server, temporary } = useEchoSuite();

  for (const { title, options = {}, entries, play, code, lines, facts } of situations) {
    it(title, async () => {
      const path = temporary('chat.yaml');
      writeFileSync(path, cassette(...entries));
      const opened = openCassette(path, options);
      const client = clientOf(opened);
      const reached = server.reached.length;
      const error = await play(client);
      assertMiss(
        opened,
        error,
        code,
        lines.map((line) => line.replaceAll('PATH', path)),
      );
      const nextStep = lines.at(-1)?.replace('  next step: ', '');
      const told = { path, mode: opened.mode, nextStep, ...facts };
      expect(error?.cause).to.deep.include(told);
      expect(opened.misses.at(-1)?.error).to.deep.include(told);
      expect(server.reached.length).to.equal(reached);
      client.close();
      await opened.close();
    });
  }
}

/** Checks that the call failed as a miss does: its message explains it, and its cause does not say it all again. */
export function assertMiss(
  opened: Cassette,
  error: grpc.ServiceError | null,
  code: CassetteError['code'],
  lines: readonly string[],
): void {
  const cause = error?.cause;
  if (!CassetteError.is(cause)) throw new Error(`That is no miss: ${String(error)}`);
  expect(error?.details.split('\n')).to.deep.equal(lines);
  expect(lines.length).to.be.at.most(40);
  expect(error?.code).to.equal(grpc.status.FAILED_PRECONDITION);
  expect(cause.message).to.equal(lines[0]);
  expect(cause.code).to.equal(code);
  const noted = opened.misses.map((miss) => miss.error).find(({ message }) => message === error?.details);
  expect(noted?.code).to.equal(code);
}
