/** The typefaces of the drawings, from npm packages, so that every machine draws the same. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Lato is Slack's own. Open Sans is near Discord's, which is not to be had, and stands for the system's on the web. */
const SHEETS = [
  '@fontsource/lato/latin-400.css',
  '@fontsource/lato/latin-700.css',
  '@fontsource/lato/latin-900.css',
  '@fontsource/dejavu-mono/latin-400.css',
  '@infolektuell/noto-color-emoji/index.css',
];
const OPEN_SANS = { 400: 'Regular', 600: 'Semibold', 700: 'Bold' };

const dataOf = (file: string): string =>
  `url(data:font/woff2;base64,${readFileSync(file).toString('base64')})`;

/** The sheet with its woff2 files in it, and without what else it names. */
function inlined(sheet: string): string {
  const css = readFileSync(join(MODULES, sheet), 'utf8');
  return css
    .replace(/,\s*url\([^)]*\.woff\)\s*format\([^)]*\)/g, '')
    .replace(/url\(["']?(\.[^)"']*\.woff2)["']?\)/g, (_, file: string) =>
      dataOf(join(MODULES, dirname(sheet), file)),
    );
}

const openSans = Object.entries(OPEN_SANS).map(
  ([weight, name]) => `@font-face {
    font-family: "Open Sans";
    font-weight: ${weight};
    src: ${dataOf(join(MODULES, `open-sans-fonts/open-sans/${name}/OpenSans-${name}.woff2`))};
  }`,
);

/** @returns style sheets that hold the typefaces: Lato, Open Sans, DejaVu Mono, Noto Color Emoji */
export const fontSheets = (): string => [...SHEETS.map(inlined), ...openSans].join('\n');
