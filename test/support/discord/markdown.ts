/**
 * How Discord reads Markdown, as far as it matters here: what of a text is alive, and what a reader sees.
 * Escapes, code, mentions, links and times; emphasis and block marks are dropped from the visible text.
 */

export type Read = {
  /** What is seen, as text. */
  readonly text: string;
  /** "@everyone", "<@123>": drawn as a mention; whether it rings is decided by allowed_mentions. */
  readonly mentions: readonly string[];
  /** Addresses that can be clicked. */
  readonly links: readonly string[];
  /** Headings, lists, quotes, emphasis and such, by their mark. */
  readonly marks: readonly string[];
};

type Found = { text: string; mentions: string[]; links: string[]; marks: string[] };

type Rule = { readonly pattern: RegExp; readonly take: (match: RegExpExecArray, found: Found) => void };

const RULES: readonly Rule[] = [
  // Escapes come first in Discord's own order for everything but code, which can't be entered after a backslash.
  {
    pattern: /\\([^0-9A-Za-z\s])/y,
    take: ([, char = ''], found) => {
      found.text += char;
    },
  },
  {
    pattern: /```(?:[a-z0-9_+\-.#]+?\n)?\n*([^\n][\s\S]*?)\n*```/iy,
    take: ([, code = ''], found) => {
      found.text += code;
    },
  },
  {
    pattern: /(`+)([\s\S]*?[^`])\1(?!`)/y,
    take: ([, , code = ''], found) => {
      found.text += code;
    },
  },
  {
    pattern: /<(@[!&]?|#)\d+>|<\/[^<>\n]+:\d+>|<a?:\w+:\d+>|<id:\w+>/y,
    take: ([whole], found) => {
      found.text += whole;
      found.mentions.push(whole);
    },
  },
  {
    pattern: /@(?:everyone|here)/y,
    take: ([whole], found) => {
      found.text += whole;
      found.mentions.push(whole);
    },
  },
  {
    pattern: /<t:(-?\d+)(?::[tTdDfFR])?>/y,
    take: ([, seconds = '0'], found) => {
      found.text += new Date(Number(seconds) * 1000).toISOString();
    },
  },
  {
    pattern: /\[((?:\\.|[^\]\\])*)\]\(<?(https?:\/\/[^\s)>]+)>?\)/y,
    take: ([, label = '', url = ''], found) => {
      found.text += readMarkdown(label).text;
      found.links.push(url);
    },
  },
  {
    pattern: /https?:\/\/[^\s<]+/y,
    take: ([url], found) => {
      found.text += url;
      found.links.push(url);
    },
  },
  {
    pattern: /discord(?:app)?\.(?:gg|com\/invite)\/\w+/iy,
    take: ([invite], found) => {
      found.text += invite;
      found.links.push(invite);
    },
  },
  {
    pattern: /(?<=^|\n)(?:#{1,3} |-# |>>> |> |[-*] |\d+\. )/y,
    take: ([mark], found) => {
      found.text += /^\d/.test(mark) ? mark : '';
      found.marks.push(mark);
    },
  },
  {
    pattern: /\*\*|__|~~|\|\||[*_](?=\S)/y,
    take: ([mark], found) => {
      found.marks.push(mark);
    },
  },
];

export function readMarkdown(source: string): Read {
  const found: Found = { text: '', mentions: [], links: [], marks: [] };
  let at = 0;
  while (at < source.length) {
    const hit = RULES.map((rule) => {
      rule.pattern.lastIndex = at;
      return { rule, match: rule.pattern.exec(source) };
    }).find(({ match }) => match !== null);
    if (hit?.match) {
      hit.rule.take(hit.match, found);
      at += hit.match[0].length;
    } else {
      found.text += source[at];
      at += 1;
    }
  }
  return found;
}
