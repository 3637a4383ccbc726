/** What Slack makes of a text that somebody types or pastes, before it delivers it to apps. */

const ADDRESS = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const URL_TEXT = /https?:\/\/[^\s<>|&;,"')]+/;
const HOST = /(?<![\w.@/-])(?:[a-z][a-z0-9-]*\.)+(?:com|net|org)(?![\w@-])/;
const LINKED = new RegExp(`(${URL_TEXT.source})|(${ADDRESS.source})|(${HOST.source})`, 'g');

export const escapeTyped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * @param mentions what stands for whom: "@Bounce Triage" → "U0BOT"
 * @returns the text of a message event: escaped, with addresses, links and mentions in angle brackets
 */
export const encodeTyped = (text: string, mentions: Readonly<Record<string, string>> = {}): string => {
  const linked = escapeTyped(text).replace(LINKED, (whole, url?: string, address?: string) => {
    if (url !== undefined) return `<${url}>`;
    return address === undefined ? `<http://${whole}|${whole}>` : `<mailto:${address}|${address}>`;
  });
  return Object.entries(mentions).reduce((sofar, [name, id]) => sofar.replaceAll(name, `<@${id}>`), linked);
};
