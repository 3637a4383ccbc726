/** Reads codes off what somebody typed after `/smtp`. */

export type QueryCodes = {
  /** "550" */
  readonly reply: string | null;
  /** "5.1.1" */
  readonly enhanced: string | null;
  /** What is written like an enhanced code beside a reply code and can't be one, "9.9.9"; null: nothing is. */
  readonly impossible: string | null;
  /** What else was typed, lower case, without the names of protocols and the words that ask. */
  readonly words: readonly string[];
  /** How many words besides said nothing and asked nothing: "please", "our". */
  readonly beside: number;
};

/** Nobody asks a question of more characters than this. */
const LONGEST = 300;
const ENHANCED = /(?<![\d.])([245])[. ](\d{1,3})[. ](\d{1,3})(?![\d.]*\d)/;
const REPLY = /(?<![\p{L}\d.])([2-5]\d\d)(?![\d.]*\d)/u;
const WORD = /[\p{L}\p{N}#[\]()_-]*[\p{L}\p{N}][\p{L}\p{N}#[\]()_-]*/gu;
/** Class 2, 4 or 5, and subjects 0 to 7 (RFC 3463 §2 and §3, IANA's registry of enhanced status codes). */
const THREE_PARTS = /(?<![\d.])(\d{1,3})\.(\d{1,3})\.\d{1,3}(?![\d.]*\d)/;
const isPossible = (cls: string, subject: string): boolean => /^[245]$/.test(cls) && /^[0-7]$/.test(subject);

/** Between letters of Europe and those of a script without blanks: "dmarcとは". */
const SCRIPTS =
  /(?<=[\p{sc=Latn}\p{N}])(?=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])|(?<=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])(?=[\p{sc=Latn}\p{N}])/gu;
/** How people ask what something means, in the languages that most ask in … */
const ASKING = new Set(
  (
    'smtp esmtp code error status dsn bounce bounces what whats s is the a an does do did mean means meaning why ' +
    'was bedeutet heißt heisst ist das der die ein eine warum fehler meldung ' +
    'say says said saying tell tells get gets got see sees should worry about bad explain help please ' +
    'sagt sagen meldet bitte erkläre erklär erklären heißen bedeuten dit dire explique explícame explica dice diz zegt uitleg ' +
    'que quoi signifie veut dire est ce c qu une le la les un pourquoi erreur ' +
    'qué significa quiere decir es el por cosa vuol dire cos è significato il codice errore perché che spiega ' +
    'o quer dizer um uma erro código wat betekent het een de fout waarom co znaczy oznacza to jest błąd kod ' +
    'что значит означает такое это ошибка почему код що означає vad betyder det är fel hvad betyr hva mitä tarkoittaa ' +
    'ne demek anlama geliyor co znamená chyba ما معنى 무슨 뜻이에요 뜻인가요 뭐예요 오류 ' +
    '是什么意思 什么意思 是什么 什么是 的 とは とは何ですか とは何 何ですか ですか は の の意味'
  ).split(' '),
);
/** … and what else says nothing of what they mean. */
const FILLER = new Set(
  (
    'how i my me we our you your it its at in on of for from with and or und et y och this that there are was be can please ' +
    'bitte por'
  ).split(' '),
);

/** @returns codes in any order and notation: `421 4.7.28`, `550-5.7.26`, `550 5 2 1`, `#5.1.1`, `smtp; 550 5.1.1` */
export function readQuery(query: string): QueryCodes {
  let rest = query.slice(0, LONGEST).normalize('NFKC').toLowerCase();
  const [parts = null, cls = '', subject = ''] = THREE_PARTS.exec(rest) ?? [];
  const without = parts === null ? rest : rest.replaceAll(parts, ' ');
  const isImpossible =
    parts !== null && !isPossible(cls, subject) && (REPLY.test(without) || !/^[245]$/.test(cls));
  if (isImpossible) rest = without;
  const enhanced = ENHANCED.exec(rest);
  if (enhanced) rest = rest.replaceAll(enhanced[0], ' ');
  const reply = REPLY.exec(rest);
  if (reply) rest = rest.replaceAll(reply[0], ' ');
  const words = (rest.replace(SCRIPTS, ' ').match(WORD) ?? []).filter((word) => !ASKING.has(word));
  return {
    reply: reply?.[1] ?? null,
    enhanced: enhanced ? enhanced.slice(1, 4).map(Number).join('.') : null,
    impossible: isImpossible ? parts : null,
    words: words.filter((word) => !FILLER.has(word)),
    beside: words.filter((word) => FILLER.has(word)).length,
  };
}

/** @returns whether `code` is `range`, or within it: "5.7.606-649" holds "5.7.610" */
export function isIn(range: string, code: string): boolean {
  if (!range.includes('-')) return range === code;
  const [from = '', last = ''] = range.split('-');
  const subject = from.slice(0, from.lastIndexOf('.') + 1);
  const detail = Number(code.slice(subject.length));
  return code.startsWith(subject) && detail >= Number(from.slice(subject.length)) && detail <= Number(last);
}
