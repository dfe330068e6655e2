import type { Result, Results } from './results.js';

const STYLE = `
    .ours { stroke: #0969da; fill: #0969da; } .other { stroke: #57606a; fill: #57606a; } .line { fill: none; stroke-width: 2; } .grid { stroke: #d0d7de; }
    text { fill: #24292f; } .soft { fill: #57606a; font-size: 12px; }
    @media (prefers-color-scheme: dark) { .ours { stroke: #58a6ff; fill: #58a6ff; } .other { stroke: #8b949e; fill: #8b949e; } .grid { stroke: #30363d; } text { fill: #e6edf3; } .soft { fill: #8b949e; } .line { fill: none; } }
  `;

const WIDTH = 760;
const HEIGHT = 330;
const PLOT = { left: 64, right: 700, top: 58, bottom: 280 };
const OPENING = /^open (\d+) calls, replay one$/;

/** What was measured for a cassette of a size. */
interface Point {
  readonly calls: number;
  readonly ours: number;
  readonly other: number;
}

/** Both scales go by powers of ten: from ten calls, and from a millisecond. */
interface Scales {
  x(calls: number): number;
  y(milliseconds: number): number;
  readonly calls: readonly number[];
  readonly milliseconds: readonly number[];
}

/** What opening a cassette costs against its size, as an SVG, of which the same figures always make the same bytes. */
export function drawChart({ results }: Results): string {
  const points = results.flatMap(pointOf).sort((one, other) => one.calls - other.calls);
  const scales = scalesOf(points);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="ui-sans-serif, system-ui, sans-serif" font-size="13" role="img" aria-label="${describe(points)}">`,
    `  <style>${STYLE}</style>`,
    `  <text x="${PLOT.left}" y="22">Opening a cassette and replaying its last call, in milliseconds of CPU</text>`,
    ...drawGrid(scales),
    ...drawLine(points, scales, 'other', ({ other }) => other),
    ...drawLine(points, scales, 'ours', ({ ours }) => ours),
    ...drawLegend(),
    '</svg>',
    '',
  ].join('\n');
}

function pointOf({ title, ours, against }: Result): readonly Point[] {
  const [, calls] = OPENING.exec(title) ?? [];
  return calls === undefined || against === undefined ? [] : [{ calls: Number(calls), ours, other: against }];
}

function scalesOf(points: readonly Point[]): Scales {
  const times = points.flatMap(({ ours, other }) => [ours, other]);
  const calls = powers(
    points.map((point) => point.calls),
    10,
  );
  const milliseconds = powers(times, 1);
  return {
    calls,
    milliseconds,
    x: (value) => along(value, calls, PLOT.left, PLOT.right),
    y: (value) => along(value, milliseconds, PLOT.bottom, PLOT.top),
  };
}

/** The powers of ten around all values, the first of them at most `from`. */
function powers(values: readonly number[], from: number): readonly number[] {
  const first = Math.min(Math.log10(from), Math.floor(Math.log10(Math.min(from, ...values))));
  const last = Math.ceil(Math.log10(Math.max(from, ...values)));
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}

function along(value: number, ticks: readonly number[], from: number, to: number): number {
  const [first = 1] = ticks;
  const last = ticks.at(-1) ?? 1;
  const part = Math.log10(value / first) / Math.log10(last / first);
  return Math.round((from + part * (to - from)) * 10) / 10;
}

function drawGrid({ x, y, calls, milliseconds }: Scales): string[] {
  return [
    ...milliseconds.flatMap((tick) => [
      `  <path class="grid" d="M${PLOT.left} ${y(tick)}H${PLOT.right}"/>`,
      `  <text class="soft" x="${PLOT.left - 8}" y="${y(tick) + 4}" text-anchor="end">${grouped(tick)}</text>`,
    ]),
    ...calls.map(
      (tick) =>
        `  <text class="soft" x="${x(tick)}" y="${PLOT.bottom + 20}" text-anchor="middle">${grouped(tick)}</text>`,
    ),
    `  <text class="soft" x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 42}" text-anchor="middle">calls in the cassette</text>`,
  ];
}

function drawLine(
  points: readonly Point[],
  { x, y }: Scales,
  kind: string,
  timeOf: (point: Point) => number,
): string[] {
  const places = points.map((point) => ({ at: x(point.calls), height: y(timeOf(point)) }));
  return [
    `  <path class="${kind} line" d="${places.map(({ at, height }, index) => `${index === 0 ? 'M' : 'L'}${at} ${height}`).join('')}"/>`,
    ...places.map(({ at, height }) => `  <circle class="${kind}" cx="${at}" cy="${height}" r="3"/>`),
  ];
}

function drawLegend(): string[] {
  const y = 42;
  return [
    `  <path class="ours line" d="M${PLOT.left} ${y}h24"/><text class="soft" x="${PLOT.left + 32}" y="${y + 4}">grpc-cassette</text>`,
    `  <path class="other line" d="M${PLOT.left + 170} ${y}h24"/><text class="soft" x="${PLOT.left + 202}" y="${y + 4}">js-yaml, parsing the file</text>`,
  ];
}

function describe(points: readonly Point[]): string {
  const each = points.map(
    ({ calls, ours, other }) => `${grouped(calls)} calls ${ours} ms, parsing the file ${other} ms`,
  );
  return `What opening a cassette costs against its size: ${each.join('; ')}.`;
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}
