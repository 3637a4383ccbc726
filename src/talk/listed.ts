/** Words by which talk is told from servers' words; of most texts one look tells that they have none of them. */
import { createFronts, type WordList } from './fronts.ts';

/**
 * Of oneself and of one's days, or of what a mailbox is full: people write so, and servers don't. A language or two in a
 * line.
 */
export const OWN_WORDS = [
  "i|i['’]m|i['’]ve|me|my|mine|us|we|our|yesterday|today|tonight|(?:last|next|this) (?:week|month|year|night|morning|sprint)|(?:for|since) (?:weeks|months|years|days)|(?<!(?:try|tried|send|sent|retry) )again$|full of|ship\\w{0,4}|deploy\\w{0,4}|backlog|budget|releases?",
  'ich|mir|mich|mein\\p{L}{0,2}|wir|uns|unser\\p{L}{0,2}|gestern|heute|seit (?:wochen|monaten|tagen)|vol{1,2} (?:mit|von|met)|schon wieder',
  "je|j['’]ai|mon|ma|mes|nous|notre|nos|hier|aujourd['’]hui|pleine? de|yo|mi|mis|nosotros|nuestr[oa]s?|ayer|hoy|llen[oa] de",
  'io|mia|mio|noi|nostr[oaei]|ieri|oggi|pien[oa] di|eu|meu|minha|nós|noss[oa]s?|ontem|hoje|chei[oa] de|ik|mijn|wij|onze|gisteren|vandaag|weer',
  'ja|mój|moja|nasz\\p{L}{0,2}|wczoraj|dzisiaj|pełn[ae] \\p{L}{3,}u|я|мой|моя|мы|наш\\p{L}{0,2}|вчера|сегодня',
].join('|');

/** What watches machines, and what it watches. */
export const WATCHED_WORDS =
  'firing|grafana|prometheus|alertmanager|nagios|icinga|zabbix|checkmk|datadog|pagerduty|opsgenie|netdata|node_exporter|runbook|threshold|(?:disk|inode|filesystem|partition|volume)s? (?:usage|space|alert)';

/** What mails are counted as … */
export const COUNTED_WORDS =
  'e-?mails|mails|messages|newsletters?|bounces|recipients|subscribers|courriels|correos|e-?mailow|писем|сообщений|封|通|건';
/** … and what has a number of its own. */
export const NUMBERED_WORDS =
  'version|release|build|update|upgrade|patch|room|story|section|chapter|runbook|raum|salle|sala|kamer';

const LISTS = {
  own: { source: OWN_WORDS, isWhole: true },
  watched: { source: WATCHED_WORDS, isWhole: true },
  numbers: { source: `${COUNTED_WORDS}|${NUMBERED_WORDS}`, isWhole: false },
} as const satisfies Readonly<Record<string, WordList>>;

/** By name of a list, its bit. */
export const LIST = Object.fromEntries(Object.keys(LISTS).map((name, i) => [name, 1 << i])) as Readonly<
  Record<keyof typeof LISTS, number>
>;

const listsIn = createFronts(Object.values(LISTS));
/** Several ask about one text, one after the other. */
let last = { text: '', lists: 0 };

/** @returns false where the text has surely no word of a list */
export function mayHave(text: string, list: number): boolean {
  if (text !== last.text) last = { text, lists: listsIn(text) };
  return (last.lists & list) !== 0;
}
