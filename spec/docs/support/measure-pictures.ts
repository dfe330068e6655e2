import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Picture } from './picture-faults.js';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** Runs as root and asks no network for anything. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** DejaVu is about the widest that a machine without the fonts asked for falls back to. */
const FONTS = `<style>
  text { font-family: "DejaVu Sans", Verdana, sans-serif !important; }
  svg[font-family*="mono"] text, .room { font-family: "DejaVu Sans Mono", monospace !important; }</style>`;

/** Shows each picture with its styles to itself, and prints its boxes and colours; runs in the page. */
const SCRIPT = `
  const boxOf = (element) => {
    const { x, y, width, height } = element.getBBox();
    const { fill } = getComputedStyle(element);
    return { text: element.textContent, x, y, width, height, fill };
  };
  const pictures = svgs.map((source) => {
    const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
    root.innerHTML = source + fonts;
    const svg = root.querySelector('svg');
    const { width, height } = svg.viewBox.baseVal;
    const [texts, rects] = ['text', 'rect'].map((name) => [...svg.querySelectorAll(name)].map(boxOf));
    return { width, height, texts, rects };
  });
  document.documentElement.textContent = 'MEASURED' + btoa(encodeURIComponent(JSON.stringify(pictures))) + 'END';`;

/** The browser that measures; undefined where there is none. */
export function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders
    .flatMap((folder) => BROWSERS.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** What a browser makes of the SVGs, in a wide font, for a page that is light or dark. */
export function measurePictures(
  browser: string,
  svgs: readonly string[],
  scheme: 'light' | 'dark',
): readonly Picture[] {
  const folder = mkdtempSync(join(tmpdir(), 'grpc-cassette-pictures-'));
  try {
    const page = join(folder, 'page.html');
    writeFileSync(
      page,
      `<!doctype html><meta charset="utf-8"><body><script>const svgs = ${inScript(svgs)}, fonts = ${inScript(FONTS)};${SCRIPT}</script></body>`,
    );
    const flags = [
      ...FLAGS,
      `--user-data-dir=${join(folder, 'profile')}`,
      `--blink-settings=preferredColorScheme=${scheme === 'dark' ? 0 : 1}`,
    ];
    const printed = execFileSync(browser, [...flags, '--dump-dom', `file://${page}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 60_000,
    });
    const [, measured = ''] = /MEASURED(.*)END/.exec(printed) ?? [];
    return JSON.parse(decodeURIComponent(atob(measured))) as Picture[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inScript(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
