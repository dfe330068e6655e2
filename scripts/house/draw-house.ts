import { directArrows, floorsOf } from './floors.js';
import { type Layers, type Line, layersOf, type Spot } from './layers.js';
import { positionsOf } from './positions.js';
import type { SourceFile } from './read-imports.js';
import { arrowsBetweenRooms } from './rooms.js';
import { NEAR_THE_SYSTEM } from './rules.js';

/** Wide enough for the longest name, `messages/canonical`, in a wide font. */
const BOX = { width: 164, height: 30 };
const ROOM_WIDTH = BOX.width + 14;
const PASSAGE_WIDTH = 18;
const FLOOR_HEIGHT = 54;
const MARGIN = 12;
const LEGEND_HEIGHT = 62;

const STYLE = `
    .core { fill: #f6f8fa; stroke: #57606a; } .edge { fill: #ddf4ff; stroke: #0969da; } .arrow { stroke: #8c959f; fill: none; } .head { fill: #57606a; }
    text { fill: #24292f; } .room { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; } .soft { fill: #57606a; font-size: 12px; }
    @media (prefers-color-scheme: dark) { .core { fill: #161b22; stroke: #8b949e; } .edge { fill: #0c2d6b; stroke: #58a6ff; } .arrow { stroke: #6e7681; } .head { fill: #8b949e; } text { fill: #e6edf3; } .soft { fill: #8b949e; } }
  `;

/** The rooms of lib and the arrows between them as an SVG, of which the same imports always make the same bytes. */
export function drawHouse(house: readonly SourceFile[]): string {
  const arrows = directArrows(arrowsBetweenRooms(house));
  const layers = layersOf(floorsOf(arrows), arrows);
  const middles = positionsOf(layers, (spot) => (spot.room === undefined ? PASSAGE_WIDTH : ROOM_WIDTH));
  const places = placesOf(layers, middles);
  const width =
    Math.max(...[...places].map(([{ room }, { x }]) => x + (room === undefined ? 0 : BOX.width / 2))) +
    MARGIN;
  const bottom = MARGIN + (layers.floors.length - 1) * FLOOR_HEIGHT + BOX.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + LEGEND_HEIGHT}" font-family="ui-sans-serif, system-ui, sans-serif" font-size="13" role="img" aria-label="${describe(layers)}">`,
    `  <style>${STYLE}</style>`,
    '  <defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0 8 4 0 8Z"/></marker></defs>',
    ...layers.lines.map(
      (line) => `  <path class="arrow" d="${pathOf(line, places)}" marker-end="url(#head)"/>`,
    ),
    ...layers.floors.flat().flatMap((spot) => drawRoom(spot, places)),
    ...drawLegend(bottom),
    '</svg>',
    '',
  ].join('\n');
}

interface Place {
  readonly x: number;
  /** The upper edge. */
  readonly y: number;
}

function placesOf({ floors }: Layers, middles: ReadonlyMap<Spot, number>): ReadonlyMap<Spot, Place> {
  return new Map(
    floors.flatMap((floor, index) =>
      floor.map(
        (spot) => [spot, { x: MARGIN + (middles.get(spot) ?? 0), y: MARGIN + index * FLOOR_HEIGHT }] as const,
      ),
    ),
  );
}

/** Leaves a room straight down, enters the next from straight above, and keeps clear of the rooms of floors between. */
function pathOf(line: Line, places: ReadonlyMap<Spot, Place>): string {
  const points = line.map((spot) => places.get(spot) ?? { x: 0, y: 0 });
  return points.reduce((path, { x, y }, index) => {
    const from = points[index - 1];
    const out = index === points.length - 1 ? '' : `V${y + BOX.height}`;
    if (from === undefined) return `M${x} ${y + BOX.height}`;
    const half = (from.y + BOX.height + y) / 2;
    return `${path}${from.x === x ? `V${y}` : `C${from.x} ${half} ${x} ${half} ${x} ${y}`}${out}`;
  }, '');
}

function drawRoom(spot: Spot, places: ReadonlyMap<Spot, Place>): string[] {
  const place = places.get(spot);
  if (spot.room === undefined || place === undefined) return [];
  const { x, y } = place;
  const kind = NEAR_THE_SYSTEM.includes(spot.room) ? 'edge' : 'core';
  return [
    `  <rect class="${kind}" x="${x - BOX.width / 2}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6"/><text class="room" x="${x}" y="${y + 20}" text-anchor="middle">${shortName(spot.room)}</text>`,
  ];
}

function drawLegend(bottom: number): string[] {
  const y = bottom + 26;
  return [
    `  <rect class="edge" x="${MARGIN}" y="${y}" width="18" height="12" rx="3"/><text class="soft" x="${MARGIN + 26}" y="${y + 10}">near the system: files, sockets, the clock; the others do no I/O</text>`,
    `  <text class="soft" x="${MARGIN}" y="${y + 28}">An arrow says who imports whom. It is left out where a longer way leads to the same room.</text>`,
  ];
}

function shortName(room: string): string {
  return room.replace(/^lib\//, '');
}

function describe({ floors }: Layers): string {
  const rooms = floors.map((floor) =>
    floor.flatMap(({ room }) => (room === undefined ? [] : [shortName(room)])).join(', '),
  );
  return `The rooms of lib, floor by floor from the top; arrows only point down: ${rooms.join('; ')}.`;
}
