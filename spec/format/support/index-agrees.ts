import { expect } from 'chai';
import fc from 'fast-check';
import { CassetteError } from '../../../lib/errors.js';
import { type CassetteFile, parseCassetteFile } from '../../../lib/format/cassette-file.js';
import type { Interaction } from '../../../lib/model/interaction.js';
import { recordings } from './arbitraries.js';
import { fileOf, type Recorded } from './entries.js';

/** Throws where the index of a file says of an entry what the entry, if it can be read, does not. Returns how many it knows. */
export function assertIndexAgrees({ list }: CassetteFile): number {
  let known = 0;
  for (let entry = 0; entry < list.length; entry += 1) {
    if (list.index.methodOf(entry) < 0) continue;
    known += 1;
    const interaction = readIt(() => list.at(entry).read());
    if (interaction !== undefined) assertSays(list, entry, interaction);
  }
  return known;
}

function assertSays({ index, at }: CassetteFile['list'], entry: number, interaction: Interaction): void {
  const { call, requestStream, responseStream, requests } = interaction;
  const { method, target, order } = at(entry).head;
  const said = {
    method: index.methods.texts[index.methodOf(entry)],
    target: index.targets.texts[index.targetOf(entry)],
    kind: [false, index.hasResponseStream(entry)],
    requests: 1,
  };
  expect(said).to.deep.equal({
    method: call?.method,
    target: call?.target,
    kind: [requestStream, responseStream],
    requests: requests.length,
  });
  // Behind a comment in column 0 the head says no target: it leaves that to who reads the entry.
  expect([said.method, said.target]).to.deep.equal([method, target ?? said.target]);
  if (!index.isMarked(entry)) expect(call?.redacted).to.deep.equal([]);
  if (!index.isOrdered(entry)) expect([call?.order, order]).to.deep.equal([undefined, undefined]);
  const request = index.requestOf(entry);
  const recorded = readIt(() => requests.at(0));
  if (request !== undefined && recorded !== undefined)
    expect(Buffer.from(request).toString('hex')).to.equal(Buffer.from(recorded).toString('hex'));
}

function readIt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!CassetteError.is(error)) throw error;
    return undefined;
  }
}

/** Holds where the index of any file says what its entries say, and knows every call with one request that has been written by us. */
export const indexSaysWhatIsRead: fc.IRawProperty<unknown> = fc.property(
  fc.array(recordings, { minLength: 1, maxLength: 4 }),
  (entries) => {
    const file = parseCassetteFile(fileOf(entries), 'a.yaml');
    expect(assertIndexAgrees(file)).to.be.at.least(entries.filter(hasUsualRequest).length);
  },
);

/** Names that are too long are left to a reader. */
const LONG = 150;

function hasUsualRequest({ requestStream, requests, halfClosed, call }: Recorded): boolean {
  const { method, target = '' } = call;
  const isShort = method.length < LONG && target.length < LONG;
  return !requestStream && requests.length === 1 && halfClosed && isShort;
}
