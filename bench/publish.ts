import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawChart } from './chart.js';
import { aimsTable, provenance, suiteTable } from './documents.js';
import type { Results } from './results.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

export const CHART = 'docs/images/performance.svg';
export const DOCUMENT = 'docs/performance.md';

/** Puts kept figures where people read them. */
export function publish(results: Results): void {
  writeFileSync(root + CHART, drawChart(results));
  writeFileSync(root + DOCUMENT, withFigures(readFileSync(root + DOCUMENT, 'utf8'), results));
}

/** The document with its tables made anew of the figures: each stands between two comments that name it. */
export function withFigures(document: string, results: Results): string {
  const tables = { provenance: provenance(results), aims: aimsTable(results), suite: suiteTable(results) };
  return Object.entries(tables).reduce((text, [name, table]) => {
    const [from, to] = [`<!-- ${name} -->\n`, `<!-- end of ${name} -->\n`];
    const [start, end] = [text.indexOf(from), text.indexOf(to)];
    if (start === -1 || end < start) throw new Error(`${DOCUMENT} has no place for its ${name}.`);
    return `${text.slice(0, start + from.length)}${table}${text.slice(end)}`;
  }, document);
}
