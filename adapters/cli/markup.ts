import { printable } from './lines.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** @returns a text as it may stand in HTML, between tags and in quotes; without what steers how it is shown */
export const escaped = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
