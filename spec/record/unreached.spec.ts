import { expect } from 'chai';
import { NO_METADATA } from '../../lib/model/metadata.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { begin } from './order/overlapping-takes.js';
import { takeOn } from './support/takes.js';

describe('a call that reached no server, last of a run that recorded anew', () => {
  for (const end of ['close', 'reject'] as const) {
    it(`is told of at the end of the run by ${end}`, async () => {
      const storage = new MemoryStorage();
      const before =
        'version: 1\ninteractions:\n- request_sample:\n    raw: null\n  response_sample:\n    raw: null\n';
      storage.create('chat.yaml', [Buffer.from(before)]);
      const { cassette, take, warnings } = takeOn(storage, { mode: 'rewrite', isOwned: false });
      take('A');
      await cassette.save();
      begin(cassette, 'Lost').end({ code: 14, details: 'nobody there' }, NO_METADATA, false);
      await cassette.engine[end]();
      expect(warnings.filter((warning) => warning.includes('reached no server'))).to.deep.equal([
        'chat.yaml: recording (mode rewrite), 1 call reached no server and was not recorded (/test.Test/Lost). Start the server and record again. The option keepFailures: true records such calls between others that did reach one.',
      ]);
      const after = Buffer.from(storage.read('chat.yaml') ?? '').toString();
      expect(after === before).to.equal(end === 'reject');
    });
  }
});
