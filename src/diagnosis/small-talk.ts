/**
 * What people and monitors say in words that servers use too: a mailbox is full of letters, a disk of a mail server is
 * nearly full, somebody is unknown to a colleague. Nobody's mail came back, whatever the catalog knows such words as.
 */
import { holdsNamedNumber } from '../intake/index.ts';
import type { Diagnosis } from './diagnosis.ts';
import { isOfMail } from './mail-words.ts';

/** Days and work of people, or what a mailbox is full of, each language in a line: no server writes so. */
const OWN_DAYS = new RegExp(
  [
    'yesterday|tonight|this morning|(?:last|next|this) (?:week|month|year|night|sprint)|ship\\p{L}{0,4}|deploy(?:ed|ing|s)?|backlog|budget|sprint|rented|bought|full of (?!messages)',
    'gestern|heute (?:früh|morgen|abend)|letzte[nr]? (?:woche|nacht)|vol{1,2} (?:mit|von|met)|schon wieder',
    'hier|ce matin|la semaine (?:dernière|prochaine)|pleine? de|ayer|esta mañana|la semana pasada|llen[oa] de',
    'ieri|stamattina|la settimana scorsa|pien[oa] di|ontem|semana passada|chei[oa] de|gisteren|vorige week',
    'wczoraj|dzisiaj|pełn[ae] \\p{L}{3,}u|вчера|сегодня утром|на прошлой неделе',
  ]
    .map((words) => `(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`)
    .join('|')
    .concat('|\\p{Extended_Pictographic}'),
  'iu',
);
/** Programs that watch machines, and how they say how full or busy something is. */
const MONITOR =
  /\[(?:FIRING|RESOLVED|PROBLEM|OK)(?::\d{1,4})?\]|\b(?:grafana|prometheus|alertmanager|nagios|icinga|zabbix|checkmk|datadog|pagerduty|opsgenie|netdata|monit|uptime[ -]?(?:robot|kuma)|node_exporter)\b|\b\d{1,3}(?:[.,]\d{1,2})? ?% (?:full|used|usage|voll|belegt|plein|lleno|pieno|vol|zajęt\w)|\b(?:disk|inode|filesystem|partition|volume)s? (?:usage|space|alert|is (?:almost|nearly))\b|(?:^|\s)\/(?:var|srv|home|dev)\/\S{1,100}/i;
/** A question, and no part of a link. */
const QUESTION = /[?？؟](?=[\s"'”»)]|$)/;

/** Who tells that something came back, or what was answered. */
const CAME_BACK =
  /(?<!\p{L})(?:bounced|bounces|bouncing|returns|returned|c[ao]mes? back|came back|says?|said|gets?|got|getting|errors?|rejected|refused|zurück\p{L}{0,8}|fehler\p{L}{0,9}|erreurs?|revenus?|rebot\p{L}{0,4}|errores|devuelt[oa]s?|errore|rimbalz\p{L}{0,4}|erros?|voltou|fout\p{L}{0,8}|terug\p{L}{0,8}|błąd|wróci\p{L}{0,3}|ошибк\p{L}|вернул\p{L}{0,4})(?!\p{L})/iu;

/** A reply code where a server's answer begins: at the front of a line or of a quotation, behind a colon, or "said". */
const ANSWER =
  /(?:^|[\n:;"'`«„“(<>[|]|\b(?:said|says|returned|got|with)[\s:]{1,3})[\s"'`>*•-]{0,6}[45]\d\d[ -]/;

/** @returns whether a reply stands in the text as servers' replies are quoted */
export const holdsAnswer = (text: string): boolean => ANSWER.test(text);

/** What somebody says about a code has so many words at least; in fewer stands an answer, or a question. */
const LEAST_TOLD = 5;
/** How one asks without a sign. */
const ASKS =
  /^[\s¿"'(]*(?:what|why|how|which|was|warum|wieso|que|quoi|pourquoi|qué|por qué|cosa|perch[eé]|cos|o que|por que|wat|waarom|co|dlaczego|что|почему|що|vad|hvad|hva|mitä|ne)(?!\p{L})/iu;

/**
 * @param diagnosis of words that somebody asked about, and that no watched channel would be answered on
 * @returns whether they are no more than talk: nobody is named, no server, no provider, and no answer stands there
 */
export function isSmallTalk({ bounce, provider, certainty }: Diagnosis): boolean {
  if (bounce.kind !== 'bounce' || provider !== null) return false;
  const text = bounce.excerpt;
  const { replyCode, enhancedCode } = bounce;
  const hasCode = replyCode !== null || enhancedCode !== null;
  const isUntold = !hasCode && certainty === 'unsure' && QUESTION.test(text);
  if (isUntold || bounce.recipient !== null || bounce.remoteHost !== null) return isUntold;
  // The words alone decided, beside "room 5.1.1" or "runbook 4.5.2".
  if (!hasCode && holdsNamedNumber(text)) return true;
  if (CAME_BACK.test(text) || (replyCode !== null && holdsAnswer(text))) return false;
  if (OWN_DAYS.test(text) || MONITOR.test(text)) return true;
  return hasCode && certainty === 'unsure' && isOnlyTold(text);
}

/** A code by chance: "let's use 5.1.1 instead" asks nothing, and names nothing of mail. */
const isOnlyTold = (text: string): boolean =>
  !QUESTION.test(text) &&
  !ASKS.test(text) &&
  !isOfMail(text) &&
  (text.match(/\p{L}+/gu)?.length ?? 0) >= LEAST_TOLD;
