/** Bars as a picture: drawn as SVG, turned into a PNG by resvg (WebAssembly), with a font that comes along. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Figure } from '../../src/replies/index.ts';

type Bars = Extract<Figure, { kind: 'bars' }>;

const WIDTH = 720;
const HEIGHT = 320;
const EDGE = 36;
/** Above the bars: the title. Below them: their labels. */
const TOP = 84;
const BOTTOM = 44;
/** Twice as many pixels, for today's screens. */
const ZOOM = 2;
/** Discord's own dark and light greys, and its blue: it reads well in both of its themes. */
const COLOURS = {
  ground: '#2b2d31',
  line: '#4e5058',
  text: '#f2f3f5',
  dim: '#b5bac1',
  bar: '#5865f2',
} as const;
const FONT = 'Open Sans';

type Draw = (svg: string) => Uint8Array;
let ready: Promise<Draw> | null = null;

const bytesOf = (specifier: string): Promise<Buffer> =>
  readFile(fileURLToPath(import.meta.resolve(specifier)));

/** Both files are read when the first picture is drawn: few processes ever draw one. */
async function load(): Promise<Draw> {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  const [program, font] = await Promise.all([
    bytesOf('@resvg/resvg-wasm/index_bg.wasm'),
    bytesOf('open-sans-fonts/open-sans/Regular/OpenSans-Regular.ttf'),
  ]);
  await initWasm(new Uint8Array(program));
  return (svg) => {
    const image = new Resvg(svg, {
      fitTo: { mode: 'zoom', value: ZOOM },
      font: { fontBuffers: [new Uint8Array(font)], defaultFontFamily: FONT },
    });
    try {
      const png = image.render();
      const bytes = Uint8Array.from(png.asPng());
      png.free();
      return bytes;
    } finally {
      image.free();
    }
  };
}

/** @returns a PNG */
export async function drawBars(figure: Bars): Promise<Uint8Array> {
  ready ??= load().catch((error: unknown) => {
    ready = null;
    throw error;
  });
  return (await ready)(barsAsSvg(figure));
}

/** @returns the picture, every bar with its label below and its number above */
export function barsAsSvg({ title, bars }: Bars): string {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const step = (WIDTH - 2 * EDGE) / Math.max(1, bars.length);
  const room = HEIGHT - TOP - BOTTOM;
  const base = HEIGHT - BOTTOM;
  const drawn = bars.map(({ label, value }, nth) => {
    const height = Math.round((room * value) / most);
    const middle = EDGE + step * (nth + 0.5);
    const width = Math.min(step * 0.64, 64);
    return [
      `<rect x="${middle - width / 2}" y="${base - height}" width="${width}" height="${height}" rx="4" fill="${COLOURS.bar}"/>`,
      text(middle, base - height - 8, 15, COLOURS.text, value.toLocaleString('en')),
      text(middle, base + 24, 13, COLOURS.dim, label),
    ].join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="${FONT}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${COLOURS.ground}"/>`,
    text(EDGE, 40, 20, COLOURS.text, title, 'start'),
    `<line x1="${EDGE}" y1="${base}" x2="${WIDTH - EDGE}" y2="${base}" stroke="${COLOURS.line}"/>`,
    ...drawn,
    '</svg>',
  ].join('');
}

const text = (x: number, y: number, size: number, fill: string, words: string, anchor = 'middle'): string =>
  `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}">${escapeXml(words)}</text>`;

const escapeXml = (words: string): string =>
  words.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[^\P{Cc}\t\n]/gu, '');
