/**
 * What somebody bids the bot do that a command does: "can you suppress bob@example.com?". Words may mean much, and a
 * command is exact: it is named, never carried out.
 */
import { addressesIn } from '../intake/index.ts';

/** A command that does what was bidden, by its name behind `/bounces`. */
export type Bidden = {
  readonly verb:
    | 'suppress'
    | 'unsuppress'
    | 'suppressed'
    | 'check'
    | 'open'
    | 'mine'
    | 'escalated'
    | 'snoozed'
    | 'stats';
  /** The address or domain; null: the command takes none. */
  readonly about: string | null;
  /** Where a case is known that it is about, its card answers as well. */
  readonly isOfCase: boolean;
};

/** Nobody bids in more characters than these. */
const LONGEST = 300;

const anyOf = (words: readonly string[], unparted = ''): RegExp =>
  new RegExp(
    [
      `(?<![\\p{L}\\p{N}_-])(?:${words.join('|')})(?![\\p{L}\\p{N}_])`,
      ...(unparted === '' ? [] : [unparted]),
    ].join('|'),
    'iu',
  );

/** What is to be undone comes first: "take it off the list" has the list in it, "unblock" the block. */
const OF_ADDRESS: readonly (readonly [Bidden['verb'], RegExp])[] = [
  [
    'unsuppress',
    anyOf(
      [
        'un-?suppress|un-?block|(?:take|taken?|remove|delete|get|drop|strike)(?!\\p{L}).{1,80}(?<!\\p{L})(?:off|from)(?!\\p{L}).{0,20}(?<!\\p{L})lists?',
        'entsperr\\p{L}*|freigeben|gib(?!\\p{L}).{1,80}(?<!\\p{L})frei|(?:von|aus) der \\p{L}*liste',
        '(?:dé|de)bloqu\\p{L}*|(?:retire|enlève|supprime)\\p{L}{0,2}(?!\\p{L}).{1,80}(?<!\\p{L})liste',
        'desbloque\\p{L}*|(?:quita|saca|elimina|borra|remove|retira|tira)\\p{L}{0,3}(?!\\p{L}).{1,80}(?<!\\p{L})lista',
        '(?:sblocc|togli|rimuov)\\p{L}*(?:(?!\\p{L}).{1,80}(?<!\\p{L})lista)?',
        'deblokk?eer\\p{L}*|vrijgeven|(?:van|uit) de \\p{L}*lijst',
        'odblokuj\\p{L}*|(?:usuń|zdejmij)(?!\\p{L}).{1,80}(?<!\\p{L})listy',
        '(?:раз|от)блокируй\\p{L}*|убер\\p{L}+(?!\\p{L}).{1,80}списка|розблокуй\\p{L}*',
        'avblockera|(?:ta bort|fjern)(?!\\p{L}).{1,80}(?<!\\p{L})list\\p{L}*|engeli(?:ni)? kaldır',
      ],
      '解除|取消屏蔽|移出|해제|إلغاء الحظر',
    ),
  ],
  [
    'suppress',
    anyOf(
      [
        "suppress|(?:black|block)-?list|(?:please|can you|could you|pls|let[’']?s|to) block|(?:put|add)(?!\\p{L}).{1,80}(?<!\\p{L})(?:on|to)(?!\\p{L}).{0,20}(?<!\\p{L})lists?|(?:stop|quit|don[’']?t|do not|never) (?:mail|email|send|write)(?:ing)?(?: anything)?(?: to)?|(?<=^ *)block",
        'unterdrück(?:e|en|t)?|sperr(?:e|en|t)?|blockier(?:e|en|t)?|(?:auf|in) die \\p{L}*liste|(?:nicht|nie) (?:mehr|wieder)(?!\\p{L}).{0,40}(?:schreib|send|schick|mail)\\p{L}*',
        "bloque[rz]?|supprime[rz]?|(?:ne|n[’']) ?(?:plus|jamais) (?:écri|envo)\\p{L}+|ajoute[rz]?(?!\\p{L}).{1,80}(?<!\\p{L})liste",
        'suprim(?:e|a|ir)|bloque(?:a|ar|ie|en)?|(?:pon|poner|añade|añadir|agrega\\p{L}?|adiciona\\p{L}?|coloca\\p{L}?)(?!\\p{L}).{1,80}(?<!\\p{L})lista|sopprim(?:i|ere)|blocca(?:re)?|no (?:le )?(?:env[ií]|escrib|mand)\\p{L}+ más|non (?:scriver|mandar|inviar)\\p{L}+ più|aggiungi(?!\\p{L}).{1,80}(?<!\\p{L})lista|bloquear',
        'onderdruk(?:ken)?|blokkeer|blokkeren|op de \\p{L}*lijst zetten',
        'zablokuj\\p{L}*|dodaj(?!\\p{L}).{1,80}(?<!\\p{L})listy',
        'заблокируй\\p{L}*|подави\\p{L}{0,2}|добав\\p{L}+(?!\\p{L}).{1,80}список|заблокуй\\p{L}*',
        'spärra|blockera|blokér|bloker|engelle\\p{L}*',
      ],
      'ブロックして|停止リスト|抑止|屏蔽|拉黑|加入.{0,10}名单|차단해|احظر',
    ),
  ],
  [
    'suppressed',
    anyOf(
      [
        '(?:suppressed|black-?listed|block-?listed)|(?:is|was|still|already|why)(?!\\p{L}).{1,80}(?<!\\p{L})blocked|\\bon(?!\\p{L}).{0,12}(?<!\\p{L})(?:suppression |block ?|black ?)?list',
        '(?:unterdrückt|gesperrt|blockiert)|auf der \\p{L}*liste',
        '(?:bloqué|supprimé)e?s?|(?:sur|dans) (?:la|notre|votre) liste',
        '(?:suprimid|bloquead)[oa]s?|(?:en|na) (?:la |nuestra |nossa )?lista|soppress[oa]|bloccat[oa]|(?:nella|in|sulla) lista',
        '(?:onderdrukt|geblokkeerd)|op de \\p{L}*lijst',
        'zablokowan\\p{L}+|na liście',
        '(?:заблокирован|подавлен)\\p{L}*|в списке|заблокован\\p{L}*',
        'spärra[dt]|blockera[dt]|på \\p{L}*listan|engelli|engellendi',
      ],
      'リストに(?:載|入|あ)|ブロックされ|在.{0,10}名单|被屏蔽|차단됐|차단되었|محظور',
    ),
  ],
];

const OF_DOMAIN = anyOf(
  [
    '(?:check|look (?:up|at|into)|test|verify|inspect)(?!\\p{L}).{0,40}',
    '(?:prüf\\p{L}*|schau\\p{L}*|teste\\p{L}?)(?!\\p{L}).{0,40}',
    '(?:vérifie\\p{L}*|regarde\\p{L}*|comprueba|verifica\\p{L}?|revisa|controlla|controleer|sprawdź|проверь\\p{L}*|перевір\\p{L}*|kontrollera|sjekk|tjek)(?!\\p{L}).{0,40}',
  ],
  '確認して|チェック|检查|查一下|확인해',
);
/** What is looked at: a domain alone may be anything. */
const DNS =
  /(?<![\p{L}\p{N}])(?:dns|spf|dkim|dmarc|mx|records?|enregistrements?|registros?)(?![\p{L}\p{N}])/iu;
const DOMAIN = /(?<![@\w.-])(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.){1,6}[a-z]{2,24}(?![\w@-]|\.\w)/iu;

/** What is listed; nothing needs to be named for it. */
const LISTS: readonly (readonly [Bidden['verb'], RegExp])[] = [
  [
    'mine',
    anyOf([
      'my (?:open )?(?:cases|bounces|tickets)|what do i have',
      'meine (?:offenen )?(?:fälle|bounces)|mes (?:cas|dossiers)|mis casos|i miei casi|(?:os )?meus casos|mijn (?:zaken|gevallen)|moje sprawy|мои (?:случаи|дела)|mina ärenden',
    ]),
  ],
  [
    'escalated',
    anyOf([
      'escalated (?:cases|bounces|ones)|(?:what|which|who)(?!\\p{L}).{0,30}(?<!\\p{L})(?:is|are|was|were|been|we) escalated|list escalat\\p{L}+',
      '(?:was|welche\\p{L}?|wer)(?!\\p{L}).{0,40}(?<!\\p{L})eskaliert|eskalierte\\p{L}? fälle|(?:cas|dossiers) escaladés|casos escalados|casi inoltrati|geëscaleerde',
    ]),
  ],
  ['snoozed', anyOf(['snoozed (?:cases|bounces|ones)|(?:what|which)(?!\\p{L}).{0,30}(?<!\\p{L})snoozed'])],
  [
    'stats',
    anyOf(
      [
        'stat(?:istic)?s|how many(?!\\p{L}).{0,30}(?<!\\p{L})bounce[sd]?(?!\\p{L}).{0,30}(?<!\\p{L})(?:week|today|yesterday|days?|month)',
        'statistik(?:en)?|wie viele(?!\\p{L}).{0,30}(?<!\\p{L})bounces?|statistiques?|estadísticas?|statistiche|estatísticas?|statistieken|statystyki|статистик\\p{L}|statistika',
      ],
      '統計|统计|통계',
    ),
  ],
  [
    'open',
    anyOf(
      [
        '(?:open|unresolved|outstanding|pending|unclaimed) (?:cases?|bounces?|tickets?)|(?:cases?|bounces?|tickets?) (?:that )?(?:are |is )?(?:still |left )?open|list (?:all |the |our )*(?:cases|bounces)|which bounces(?!\\p{L}).{0,30}(?<!\\p{L})(?:open|left)',
        'offene\\p{L}? (?:fälle|bounces?|tickets?)|(?:fälle|bounces?) (?:sind|noch) .{0,10}offen',
        '(?:cas|dossiers|bounces?) (?:encore )?ouverts?|casos (?:todavía )?abiertos|(?:i )?casi aperti|casos abertos',
        'open(?:staande)? (?:zaken|gevallen)|otwarte sprawy|открыты\\p{L} (?:случа\\p{L}+|дел\\p{L}*)|öppna ärenden',
      ],
      '未解決|未対応|未处理|未解决|미해결|처리되지 않은',
    ),
  ],
];

/** Who has a case in hand: its card says it, and the list of those that are open. */
const WHO_HAS = anyOf([
  "who(?: has|[’']s)? (?:claimed|(?:got|is on|took|has|handles|owns) (?:it|this|that|the case))|claimed by whom",
  'wer hat(?!\\p{L}).{0,60}(?<!\\p{L})(?:übernommen|geclaimt)|qui a pris|quién (?:tiene|tomó|lleva)|chi ha preso|quem (?:pegou|assumiu)',
  'wie heeft(?!\\p{L}).{0,60}(?<!\\p{L})(?:opgepakt|geclaimd)|kto (?:wziął|przejął)|кто взял|vem har tagit',
]);

/** @returns the command that does what is bidden, with what it is about; null where none is */
export function bidden(text: string): Bidden | null {
  if (text.length > LONGEST) return null;
  const [address, ...more] = new Set(addressesIn(text));
  if (address !== undefined) {
    const words = text.replaceAll(address, ' ');
    const verb = OF_ADDRESS.find(([, said]) => said.test(words))?.[0];
    if (verb !== undefined)
      return more.length > 0 ? null : { verb, about: address, isOfCase: verb === 'suppressed' };
  }
  const domain = address === undefined ? DOMAIN.exec(text)?.[0] : undefined;
  if (domain !== undefined && DNS.test(text.replace(domain, ' ')) && OF_DOMAIN.test(text)) {
    return { verb: 'check', about: domain.toLowerCase(), isOfCase: false };
  }
  const list = LISTS.find(([, said]) => said.test(text))?.[0];
  if (list !== undefined) return { verb: list, about: null, isOfCase: false };
  return WHO_HAS.test(text) ? { verb: 'open', about: null, isOfCase: true } : null;
}
