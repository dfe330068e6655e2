import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { drawChart } from '../../bench/chart.js';
import { CHART, DOCUMENT, withFigures } from '../../bench/publish.js';
import { type Results, readResults } from '../../bench/results.js';
import { projectRoot } from '../support/shared-folder.js';

const kept = readResults();

function read(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}

describe('docs/performance.md', () => {
  it('shows the figures that bench/results.json keeps: npm run bench -- --save makes both anew', () => {
    expect(read(DOCUMENT)).to.equal(withFigures(read(DOCUMENT), kept as Results));
  });

  it('has a chart of them', () => {
    expect(read(CHART) === drawChart(kept as Results), `${CHART} is of other figures`).to.equal(true);
  });
});
