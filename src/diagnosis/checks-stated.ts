/**
 * What a refusal states of SPF, DKIM and DMARC, each by itself: `Spf= Pass , Dkim= Fail`, Gmail's `SPF [example.com] with
 * ip: [192.0.2.1] = did not pass`, Authentication-Results (RFC 8601 §2.7), "passed SPF but failed DKIM". A result belongs
 * to the names before it, "SPF and DKIM failed", else to those behind it; a demand ("SPF must pass") states none.
 */

/** The controls that a refusal may state a result of, in the order in which they are told. */
export const CHECKS = ['spf', 'dkim', 'dmarc'] as const;
export type Check = (typeof CHECKS)[number];

export type StatedChecks = {
  readonly failed: readonly Check[];
  readonly passed: readonly Check[];
};

const NONE: StatedChecks = { failed: [], passed: [] };

/** Words that are looked at, in characters. */
const LONGEST = 3000;
/** Characters between a name and its result: a domain may stand there, and an IP address. */
const REACH = 330;
/** Characters between "must" and "pass". */
const REACH_ASKED = 24;
/** Characters between a result and a name behind it: "failed the SPF", "failed domain's DMARC". */
const REACH_BEHIND = 14;

const LINK = /https?:\/\/\S{1,500}/gi;
/** A code at the beginning of each of an answer's lines: "did not pass 550-5.7.26 SPF". */
const LINE_CODE = /\b[245]\d\d[- ](?:[245]\.\d{1,3}\.\d{1,3}[ -])?/g;

const WORD = '(?<![\\p{L}\\d])';
const END = '(?![\\p{L}\\d])';

/** Not the name of a host or of a header's field: "spf.protection.outlook.com", "_dmarc.example.com". */
const NAME = '(?<![a-z\\d_.@-])(?:spf|dkim|dmarc)(?![a-z\\d_]|[\\w-]{0,60}\\.[a-z\\d])';

const PASSED = [
  'pass|passed|passes|passing|succeeded|ok|valid|bestguesspass|aligned|bestanden|erfolgreich',
  'réussi|réussie|réussis|réussies|validé|validée|superato|superata|superati|superado|superada|aprobado|aprobada|aprovado|aprovada',
  'geslaagd|godkänd|godkänt|godkendt|godkjent|zaliczony|poprawny|úspěšné|пройдена|пройден|пройдено|успешно',
].join('|');
/** Scripts that set no space between words. */
const PASSED_UNSPACED = '合格|成功|通过|通過|합격|통과';
const FAILED_UNSPACED = '失敗|失败|不合格|未通过|未通過|没有通过|실패';

const FAILED = [
  'fail|fails|failed|failing|failure|failures|softfail|hardfail|softfailed|hardfailed|permerror|temperror|invalid|missing|broken|neutral|none|unaligned|misaligned|unauthenticated|error',
  'fehlgeschlagen|fehlschlag|gescheitert|ungültig|fehlt|échec|échoué|échouée|échouent|echoue|échoue|fallito|fallita|falliti|fallisce|fallo|falló|fallado|fallida|fallido|falla|falhou|falha|falharam',
  'mislukt|ongeldig|misslyckades|misslyckats|mislykkedes|mislyktes|feilet|fejlede|epäonnistui|niepowodzenie|nieudane|nieudany|selhalo|selhal|selhala|zlyhalo|sikertelen|eșuat|başarısız|αποτυχία|απέτυχε|неудача|неуспешно|ошибка|помилка',
].join('|');

/** Before what says that it passed: "did not pass", "n'a pas réussi", "не пройдена". */
const NOT = [
  "not|n[o'’]t|never|neither|nor|no|none of|without|failed to|fails to|fail to|unable to|could not|cannot|nicht|pas|non|niet|inte|ikke|nie|не|未|没有|没",
].join('|');

/** Told of what passes only where it is denied: "could not be verified". */
const PROVEN = 'verified|verify|verifies|validate|validated|authenticate|authenticated|align|found|signed';

const TOKEN = new RegExp(
  [
    `(${NAME})`,
    `((?:${WORD}(?:${NOT})|n[’']t)[ =]{1,3}(?:been |be |have |ha |was |is |été |wurde )?(?:${PASSED}|${PROVEN})${END}|${FAILED_UNSPACED})`,
    `(${WORD}(?:${FAILED})${END})`,
    `(${WORD}(?:${PASSED})${END}|${PASSED_UNSPACED})`,
    `(${WORD}(?:neither|nor|none|weder|ni|né|no|without)${END})`,
    // What is asked for, and not what came of it.
    `(${WORD}(?:must|should|shall|needs?|requires?|required|requirements?|wants?|ensure|configure|enable|either|to|please|muss|müssen|doit|doivent|debe|deben|deve|devono|moet)${END})`,
  ].join('|'),
  'giu',
);

/** What may stand between names that share a result: "SPF and DKIM", "SPF/DKIM", "neither SPF nor DKIM". */
const BETWEEN_NAMES =
  /^(?:[\s,/&+]|and|or|nor|both|und|oder|noch|et|ou|ni|e|o|y|né|en|of|och|og|eller|i|oraz|lub|и|или|checks?|the|an?){1,9}$/iu;
/** What ends the sentence that a name stands in; a value in brackets doesn't. */
const STOP = /[;|!?]|\.(?:\s|$)|\n/;

/** "Failed: DKIM, DMARC", "passed checks: SPF". */
const HEADING = /^ ?(?:checks?|tests?)? ?: ?$/i;

type Token = {
  readonly kind: 'name' | 'passed' | 'failed' | 'denied' | 'asked';
  readonly text: string;
  readonly start: number;
  readonly end: number;
};

type Group = {
  readonly names: readonly Check[];
  readonly end: number;
  /** How many tokens it takes. */
  readonly tokens: number;
  /** "neither SPF nor DKIM" */
  readonly isDenied: boolean;
  /** "SPF or DKIM failed" doesn't say which. */
  readonly isEither: boolean;
  /** "please configure SPF" */
  readonly isAsked: boolean;
};

/** @returns what the words state; nothing of a check that they only speak of */
export function checksStated(words: string): StatedChecks {
  if (!ANY_NAME.test(words)) return NONE;
  const text = words.slice(0, LONGEST).replace(LINK, ' ').replace(LINE_CODE, ' ');
  if (!ANY_NAME.test(text)) return NONE;
  const tokens = tokensIn(text);
  const stated = new Map<Check, boolean>();
  /** Names that wait for their result. */
  let group: Group | null = null;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (token.kind === 'name') {
      group = groupAt(tokens, i, text);
      i += group.tokens - 1;
      if (group.isDenied && LACKS.test(text.slice(group.end))) {
        conclude(stated, group, false);
        group = null;
      }
    } else if (token.kind === 'passed' || token.kind === 'failed') {
      const isAsked = isAskedAt(tokens, i, text);
      if (group !== null && isOf(group, token, text)) {
        if (!isAsked) conclude(stated, group, token.kind === 'passed');
        group = null;
        continue;
      }
      const behind = isAsked ? null : groupBehind(tokens, i, text);
      if (behind === null) continue;
      conclude(stated, behind, token.kind === 'passed');
      i += behind.tokens;
      group = null;
    }
  }
  return {
    failed: CHECKS.filter((check) => stated.get(check) === false),
    passed: CHECKS.filter((check) => stated.get(check) === true),
  };
}

/** What fails at any one place fails: of two signatures the one that passes is told as well. */
function conclude(
  stated: Map<Check, boolean>,
  { names, isDenied, isEither, isAsked }: Group,
  isPass: boolean,
) {
  const passes = isPass && !isDenied;
  if (isAsked || (isEither && !isDenied && !passes)) return;
  for (const name of names) stated.set(name, passes && stated.get(name) !== false);
}

const ANY_NAME = /spf|dkim|dmarc/i;

/** The result follows its names within their sentence. */
function isOf({ end }: Group, { start }: Token, text: string): boolean {
  const gap = text.slice(end, start);
  return gap.length <= REACH && !STOP.test(gap.replace(/\[[^\]]*\]|\([^)]*\)/g, ''));
}

/** "must pass" */
function isAskedAt(tokens: readonly Token[], at: number, text: string): boolean {
  const before = tokens[at - 1];
  return before?.kind === 'asked' && text.slice(before.end, tokens[at]?.start).length < REACH_ASKED;
}

/** "failed DKIM", "passed checks: SPF"; in `dkim=pass spf=fail` the name behind has a result of its own. */
function groupBehind(tokens: readonly Token[], at: number, text: string): Group | null {
  const { start, end } = tokens[at] as Token;
  const next = tokens[at + 1];
  if (next?.kind !== 'name' || /[=:]$/.test(text.slice(0, start).trimEnd())) return null;
  const between = text.slice(end, next.start);
  const joins = /^[^,;:=|.\n]*$/.test(between) || HEADING.test(between);
  if (between.length > REACH_BEHIND || !joins || /^\s*[=:]/.test(text.slice(next.end))) return null;
  return groupAt(tokens, at + 1, text);
}

function tokensIn(text: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const group = match.findIndex((one, i) => i > 0 && one !== undefined);
    const kind = KINDS[group - 1] as Token['kind'];
    tokens.push({ kind, text: match[0], start: match.index, end: match.index + match[0].length });
  }
  return tokens;
}

/** "no DKIM signature" */
const LACKS = /^[ -](?:signatures?|records?|keys?|entry|entries|signatur|eintrag)\b/i;

/** What the groups of `TOKEN` are, in their order. */
const KINDS: readonly Token['kind'][] = ['name', 'failed', 'failed', 'passed', 'denied', 'asked'];

/** @returns the names from this one on that stand together, as far as one result is told of them */
function groupAt(tokens: readonly Token[], from: number, text: string): Group {
  const first = tokens[from] as Token;
  const before = tokens[from - 1];
  const front = before !== undefined && before.end + REACH_BEHIND >= first.start ? before.kind : null;
  const names: Check[] = [nameOf(first)];
  let { end } = first;
  let joints = '';
  let last = from;
  for (let i = from + 1; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (token.kind === 'denied') continue;
    const between = text.slice(end, token.start);
    if (token.kind !== 'name' || !BETWEEN_NAMES.test(between)) break;
    names.push(nameOf(token));
    joints += between;
    last = i;
    end = token.end;
  }
  return {
    names,
    end,
    tokens: last - from + 1,
    isDenied: front === 'denied',
    isAsked: front === 'asked',
    isEither: EITHER.test(joints),
  };
}

const EITHER = /(?<!\p{L})(?:or|oder|ou|o|of|eller|lub|или)(?!\p{L})/iu;
const nameOf = ({ text }: Token): Check => text.toLowerCase() as Check;
