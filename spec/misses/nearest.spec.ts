import { expect } from 'chai';
import { meaningOfWire } from '../../lib/messages/meaning/wire-meaning.js';
import { ignoring } from '../../lib/messages/paths/ignored-fields.js';
import { AskedRequests } from '../../lib/misses/asked-requests.js';
import { findNearest } from '../../lib/misses/nearest.js';
import type { MessageList } from '../../lib/model/interaction.js';
import type { Recording } from '../../lib/replay/recordings/recording.js';
import { redactionBy } from '../support/redaction.js';

const listOf = (bytes: Uint8Array): MessageList => ({ length: 1, at: () => bytes });
const recordingOf = (request: Uint8Array): Recording =>
  ({ isFree: true, interaction: { requests: listOf(request) } }) as unknown as Recording;

describe('the nearest recording', () => {
  /** How many views are made to find it among so many recordings of requests of that size. */
  function viewsFor(count: number, size: number): number {
    let views = 0;
    const counting = {
      ...meaningOfWire,
      view(bytes: Uint8Array) {
        views += 1;
        return [...bytes.subarray(0, 4)];
      },
    };
    const requests = Array.from({ length: count }, (_, index) =>
      new Uint8Array(size).fill(1 + (index % 100)),
    );
    const asked = new AskedRequests(listOf(new Uint8Array(size)), ignoring(counting, []), (bytes) => bytes);
    const near = findNearest(requests.map(recordingOf), asked, redactionBy());
    expect(near?.parting?.differences).to.have.length(4);
    return views;
  }

  it('is looked for among the first 500, and what was asked is read once', () => {
    expect(viewsFor(2000, 10)).to.equal(1 + 500);
  });

  it('is looked for among fewer where requests are large', () => {
    expect(viewsFor(500, 64 * 1024)).to.equal(1 + 5);
    expect(viewsFor(500, 1024 * 1024)).to.equal(1 + 1);
  });
});
