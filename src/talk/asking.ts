/** Whether somebody who speaks to the bot asks or bids anything: what is only told needs no answer. */

import { LIST, mayHave, OWN_WORDS } from './listed.ts';

/** Words with which one asks or bids, wherever they stand; a language or two in a line. */
const WORDS = [
  'what|whats|why|who|whom|whose|how|when|where|which|explain|help|status|look|check|show|tell|anyone|anybody|anything|next|again|now',
  'was|warum|wieso|weshalb|wer|wen|wem|wie|wann|wo|welche[rsn]?|erklär\\p{L}{0,4}|hilfe|schau\\p{L}{0,2}|prüf\\p{L}{0,3}|zeig\\p{L}{0,2}|jetzt|nun',
  "quoi|pourquoi|qui|comment|quand|où|quel(?:le)?s?|que|qu['’]est-ce|explique\\p{L}{0,3}|aide|regarde\\p{L}{0,2}",
  'qué|por qué|quién|quien|cómo|cuándo|dónde|cuál|explica\\p{L}{0,3}|ayuda|mira|revisa',
  "cosa|perch[eé]|chi|come|quando|dove|quale|cos['’]è|spiega\\p{L}{0,3}|aiuto|guarda|o que|por que|quem|como|onde|qual|explica\\p{L}{0,2}|ajuda|veja",
  'wat|waarom|wie|hoe|wanneer|waar|welke|leg uit|help|kijk|co|dlaczego|czemu|kto|jak|kiedy|gdzie|czy|wyjaśnij|pomocy|sprawdź',
  'что|почему|кто|как|когда|где|какой|объясни\\p{L}{0,2}|помоги\\p{L}{0,2}|посмотри\\p{L}{0,2}|проверь\\p{L}{0,2}|що|чому|хто|як|коли|де|поясни\\p{L}{0,2}',
  'ne|neden|niye|kim|nasıl|hangi|açıkla|yardım|vad|varför|vem|hur|när|vilken|förklara|hvad|hvorfor|hvem|hvordan|hva|forklar|mitä|miksi|kuka|miten|selitä|co|proč|kdo|jak|kdy|vysvětli',
].map((words) => `(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`);
const UNPARTED =
  'です?か(?![\\p{L}])|ますか|ください|教えて|なに|何|なぜ|どう|誰|吗|嗎|呢|什么|什麼|为什么|怎么|怎麼|谁|誰|解释|帮|看一下|뭐|무슨|왜|누가|어떻게|설명|까요|나요|ما|لماذا|من|كيف|הסבר|למה|מה';
const ASKING = new RegExp(`[?？؟]|${[...WORDS, UNPARTED].join('|')}`, 'iu');

const OPENS = new RegExp(`^[\\s¿"'(]*(?:${WORDS.join('|')})`, 'iu');

/** A question as one writes it: by its mark, or by the word that it begins with. */
const QUESTION = new RegExp(`[?？؟]|${OPENS.source}|${UNPARTED}`, 'iu');

/** Of oneself and of one's days, or with a sign of feeling. */
const OWN_DAYS = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${OWN_WORDS})(?![\\p{L}\\p{N}])|\\p{Extended_Pictographic}`,
  'iu',
);

/** Who says that something came back, or what was answered, tells of a refusal all the same. */
const CAME_BACK =
  /(?<!\p{L})(?:bounc\p{L}{0,4}|returns?|returned|c[ao]mes? back|came back|says?|said|gets?|got|getting|errors?|rejected|refused|zurück\p{L}{0,8}|fehler\p{L}{0,9}|erreurs?|revenus?|rebot\p{L}{0,4}|errores|devuelt[oa]s?|errore|rimbalz\p{L}{0,4}|erros?|voltou|fout\p{L}{0,8}|terug\p{L}{0,8}|błąd|wróci\p{L}{0,3}|ошибк\p{L}|вернул\p{L}{0,4})(?!\p{L})/iu;

/** Its name may be any word. */
export const ADDRESS = /[^\s@<>()]{1,64}@[^\s@<>()]{1,253}/g;

/** In fewer words nobody tells anything: "my mailbox full". */
const LEAST_TOLD = 5;

/** @returns whether people tell of their own days and ask nothing: "the mailbox is full of spam again" */
export function isOnlyTold(text: string): boolean {
  if (!mayHave(text, LIST.own)) return false;
  const words = text.includes('@') ? text.replace(ADDRESS, ' ') : text;
  return (
    OWN_DAYS.test(words) &&
    !QUESTION.test(words) &&
    !CAME_BACK.test(words) &&
    (words.match(/\p{L}+/gu)?.length ?? 0) >= LEAST_TOLD
  );
}

/** Thanks within a sentence: "danke dir, hat geklappt", "merci beaucoup, ça marche". */
const THANKS =
  /(?<![\p{L}])(?:thanks?|thx|ty|cheers|danke\p{L}{0,5}|merci|gracias|grazie|obrigad[oa]|valeu|bedankt|dank ?je(?: ?wel)?|dankjewel|dzięk\p{L}{1,4}|спасибо|благодар\p{L}{1,3}|дякую|tack|takk?|kiitos|díky|děkuj\p{L}{1,2}|teşekkür\p{L}{0,6}|sağ ?ol|mulțumesc|köszön\p{L}{0,4}|hvala|terima kasih|cảm ơn)(?![\p{L}])|ありがとう|助かりました|谢谢|謝謝|感谢|多谢|감사|고마|شكرا|תודה|धन्यवाद|ευχαριστ/iu;

/** @returns whether an answer is wanted: of thanks none is unless a question goes with them; nothing said bids to look */
export const isAsking = (text: string): boolean =>
  text === '' || (THANKS.test(text) ? /[?？؟]/.test(text) : ASKING.test(text));

/** @returns whether the text is a question, by its mark or by how it begins */
export const isQuestion = (text: string): boolean => /[?？؟](?:\s|$)/.test(text) || OPENS.test(text);

/** @returns whether the text begins as a question does */
export const opensAsking = (text: string): boolean => OPENS.test(text);

/** @returns whether the text says thanks, and asks nothing */
export const isThanks = (text: string): boolean => THANKS.test(text) && !/[?？؟]/.test(text);
