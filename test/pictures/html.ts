/** HTML as text, for drawings: what goes in as a text comes out as one. */

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** @returns the text, for the content of an element or a quoted attribute */
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

/** @returns `<tag class="kind">…</tag>` around HTML that is finished */
export const element = (tag: string, kind: string, ...content: readonly string[]): string =>
  `<${tag}${kind === '' ? '' : ` class="${kind}"`}>${content.join('')}</${tag}>`;
