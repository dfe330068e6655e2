/** What is drawn somewhere, in the picture's own units. */
export interface Drawn {
  /** Empty for a box. */
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** As a browser computes it: `rgb(36, 41, 47)`, or `none`. */
  readonly fill: string;
}

/** A picture as a browser shows it. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly Drawn[];
  readonly rects: readonly Drawn[];
}

/** Below it, large text is hard to read (WCAG 2, success criterion 1.4.3). */
const LEAST_CONTRAST = 3;

/** Texts that leave the picture, cross the edge of a box or lie over each other. */
export function crampedTexts({ width, height, texts, rects }: Picture): readonly string[] {
  const frame = { text: '', x: 0, y: 0, width, height, fill: 'none' };
  return texts.flatMap((text, index) => [
    ...(contains(frame, text) ? [] : [`"${text.text}" leaves the picture`]),
    ...rects
      .filter((rect) => meet(rect, text) && !contains(rect, text))
      .map(() => `"${text.text}" crosses the edge of a box`),
    ...texts
      .slice(index + 1)
      .filter((other) => meet(text, other))
      .map((other) => `"${text.text}" lies over "${other.text}"`),
  ]);
}

/** Texts that stand out too little from what is behind them; `paper` is the page's colour. */
export function faintTexts({ texts, rects }: Picture, paper: string): readonly string[] {
  return texts.flatMap((text) => {
    const behind = rects.findLast((rect) => rect.fill !== 'none' && contains(rect, text))?.fill ?? paper;
    const contrast = contrastOf(text.fill, behind);
    return contrast >= LEAST_CONTRAST ? [] : [`"${text.text}" has a contrast of ${contrast.toFixed(1)}`];
  });
}

function contains(outer: Drawn, inner: Drawn): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function meet(one: Drawn, other: Drawn): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrastOf(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
