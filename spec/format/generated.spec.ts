import { expect } from 'chai';
import fc from 'fast-check';
import { parseCassetteFile } from '../../lib/format/cassette-file.js';
import { recordings } from './support/arbitraries.js';
import { SHORT_EFFORT } from './support/effort.js';
import { fileOf, plain, readAll } from './support/entries.js';
import { comesBack } from './support/round-trip.js';

describe('generated interactions', () => {
  it('come back as they were written, by the lazy reader and by the whole parse', () =>
    fc.assert(comesBack, SHORT_EFFORT));

  it('tell their method, target and order by their first lines', () => {
    fc.assert(
      fc.property(recordings, (entry) => {
        const [head] = parseCassetteFile(fileOf([entry]), 'a.yaml').entries.map(({ head }) => head);
        const { method, target, order: said } = entry.call;
        const order = said && { group: said.group, start: said.start };
        expect(head).to.deep.equal({ method, target, order, replayable: true, key: 'call' });
      }),
      { numRuns: 300 },
    );
  });

  it('come back from a file with CRLF line ends', () => {
    fc.assert(
      fc.property(recordings, (entry) => {
        const bytes = Buffer.from(fileOf([entry]).toString('utf8').replaceAll('\n', '\r\n'));
        expect(readAll(bytes).map(plain)).to.deep.equal([plain(entry)]);
      }),
      { numRuns: 300 },
    );
  });
});
