import { expect } from 'chai';
import { cassetteInterceptor, type Interaction, openCassette } from '../../../lib/index.js';
import { cassette, unary } from '../../support/cassettes.js';
import { callUnary, echoClient } from '../../support/echo-server.js';

/** A cassette of two entries that somebody has reviewed. */
export const OLD_IDS: readonly string[] = ['old-1', 'old-2'];
export const OLD = `# reviewed\n${cassette(...OLD_IDS.map((id) => unary(id, `re:${id}`)))}`;

/** The ids of the calls in a cassette, as a new reader finds it. Throws where an entry is torn. */
export async function idsIn(path: string): Promise<readonly string[]> {
  const reader = openCassette(path, { mode: 'none' });
  try {
    return reader.interactions.map(idOf);
  } finally {
    await reader.close();
  }
}

/** The id of a recorded call: its request up to the first blank. Throws where the response is not the request's. */
export function idOf({ requests, responses }: Interaction): string {
  const request = Buffer.from(requests.at(0)).toString();
  const [id = ''] = request.split(' ');
  if (Buffer.from(responses.at(0)).toString() !== `re:${request}`) throw new Error(`${id} is torn`);
  return id;
}

/** Lets the next recording take in what ended processes left. */
export async function takeIn(path: string): Promise<void> {
  const recorder = openCassette(path, { mode: 'new_episodes' });
  // The file is opened by whoever looks at it first.
  expect(recorder.interactions).not.to.equal(undefined);
  await recorder.close();
}

/** That each of these calls is there once, and nothing is there twice. */
export function expectAll(ended: readonly string[], found: readonly string[]): void {
  const count = new Map<string, number>();
  for (const id of found) count.set(id, (count.get(id) ?? 0) + 1);
  const lost = ended.filter((id) => !count.has(id));
  const doubled = [...count].filter(([, times]) => times > 1).map(([id]) => id);
  expect({ lost: few(lost), doubled: few(doubled) }, `of ${ended.length} ended calls`).to.deep.equal({
    lost: 'none',
    doubled: 'none',
  });
}

function few(ids: readonly string[]): string {
  if (ids.length === 0) return 'none';
  return `${ids.length}: ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ' …' : ''}`;
}

/** Plays these calls with nobody at the other end. */
export async function expectPlayed(path: string, ids: readonly string[]): Promise<void> {
  const cassette = openCassette(path, { mode: 'none' });
  const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(cassette)] });
  const missed: string[] = [];
  for (const id of ids) if ((await callUnary(client, id)).response !== `re:${id}`) missed.push(id);
  client.close();
  await cassette.close();
  expect(few(missed), 'missed in a replay').to.equal('none');
}
