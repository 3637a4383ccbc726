/**
 * Slack's markup back into the plain text that somebody pasted. Slack escapes `&`, `<` and `>` and wraps what it
 * takes for links, addresses and mentions in angle brackets; nothing else of a text is changed on its way.
 * https://docs.slack.dev/messaging/formatting-message-text
 */

const ESCAPES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

const unescaped = (text: string): string =>
  text.replace(/&(?:amp|lt|gt);/g, (found) => ESCAPES[found] ?? found);

/** The part behind the first bar, or null. */
function labelOf(token: string): string | null {
  const bar = token.indexOf('|');
  return bar < 0 ? null : token.slice(bar + 1);
}
const targetOf = (token: string): string => token.split('|', 1)[0] ?? '';

function link(token: string): string {
  const target = targetOf(token).replace(/^(?:mailto|tel):/i, '');
  const label = labelOf(token);
  if (label === null || label === '') return target;
  // What Slack linked by itself says the same twice; a link that a person made says two things.
  return target.toLowerCase().includes(label.toLowerCase()) ? label : `${label} (${target})`;
}

function special(token: string): string {
  const label = labelOf(token);
  if (token.startsWith('date^')) return label ?? '';
  if (token.startsWith('subteam^')) return label ?? '@group';
  return `@${label ?? targetOf(token)}`;
}

/**
 * @param text a message's or a command's text as Slack delivers it
 * @param self our bot's user id, whose mention says only whom the message is for and is left out
 * @returns the text as it was pasted, without code fences
 */
export const plainText = (text: string, self: string | null): string =>
  text
    .replace(/```([\s\S]*?)```/g, '\n$1\n')
    .replace(/<([^<>\n]*)>|&(?:amp|lt|gt);/g, (whole, inside: string | undefined) => {
      if (inside === undefined) return ESCAPES[whole] ?? whole;
      if (inside.startsWith('@')) {
        const id = targetOf(inside.slice(1));
        return id === self ? '' : `@${unescaped(labelOf(inside) ?? id)}`;
      }
      if (inside.startsWith('#')) return `#${unescaped(labelOf(inside) ?? targetOf(inside.slice(1)))}`;
      if (inside.startsWith('!')) return unescaped(special(inside.slice(1)));
      return unescaped(link(inside));
    });
