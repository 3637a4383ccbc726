/** How sentences tell that somebody reports, asks or complains: whoever does is not whom the mail was for. */

/** What people do who speak of a bounce, in the main languages. */
const SPEAK = [
  'reports?|reported|is reporting|writes?|wrote|complain(?:s|ed|ing)|is complaining|mentions?|mentioned|tells? (?:us|me)|told (?:us|me)|asks?|asked|asking|forwards?|forwarded|notes?|noted|noticed?|notices|flags?|flagged|pinged|called|phoned|raised|opened an?|filed an?|sent (?:us|me)|shows?|showed|pasted?|posted|claims?|claimed|confirms?|confirmed|wonders?|wants|wanted',
  'meldet|meldete|berichtet|berichtete|schreibt|schrieb|fragt|fragte|beschwert sich|beschwerte sich|erzählt|erzählte|leitet|leitete|teilt mit|teilte mit|hat (?:gemeldet|geschrieben|berichtet|gefragt)|möchte|will wissen|ruft an|rief an',
  'signale|signalait|rapporte|rapportait|écrit|écrivait|se plaint|demande|demandait|nous (?:dit|écrit|signale)|a (?:signalé|écrit|rapporté|demandé|transféré)',
  'informa|reporta|reportó|escribe|escribió|se queja|se quejó|pregunta|preguntó|avisa|avisó|comenta|comentó|nos (?:dice|escribe|avisa)|ha (?:escrito|avisado|reportado)',
  'segnala|ha segnalato|scrive|ha scritto|riferisce|chiede|ha chiesto|si lamenta|ci (?:dice|scrive|segnala)',
  'relata|relatou|escreve|escreveu|informou|reclama|reclamou|perguntou|avisou|comentou',
  'meldt|meldde|schrijft|schreef|vraagt|vroeg|klaagt|klaagde|rapporteert',
  'zgłasza|zgłosił[ao]?|pisze|napisał[ao]?|pyta|skarży się',
  'сообща\\p{L}{2}|сообщил[аи]?|пишет|написал[аи]?|жалуется|спрашива\\p{L}{2}|переслал[аи]?',
  'rapporterar|rapporterade|skriver|skrev|frågar|frågade|klagar|rapporterer|spørger|spør|melder|klager|hlásí|píše|bildiriyor|bildirdi|yazdı|soruyor|ilmoittaa|kirjoittaa|kysyy',
];
/** A person says; a server's "said: 550 …" stands behind its address too. */
const SAY =
  'says?|said|sagte?|meinte?|dit|disait|dice|dijo|disse|diz|zegt|zei|mówi|powiedział[ao]?|говорит|сказал[аи]?|säger|sa|siger|sier|říká';
/** What people get, beside a server's own answer. */
const GET = [
  '(?:got|gets|get|getting|is getting|received|receives|has|had|sees|saw|keeps getting)(?: back)? (?:an?|the|this|that|these|those|another|some|several|many|two|our|your)(?! \\p{L}{0,20} ?[45]\\d\\d) (?:[\\p{L}-]{1,20} ){0,2}(?:bounces?|bounced|errors?|ndrs?|dsns?|failures?|notices?|notifications?|mails?|messages?|rejections?|returns?)',
  '(?:bekam|bekommt|erhielt|erhält|hat) (?:einen?|diesen?|die|den|das) (?:\\p{L}{1,20} ){0,2}(?:bounces?|fehler\\p{L}{0,10}|rückläufer|unzustellbar\\p{L}{0,20}|meldung|antwort)',
  '(?:a reçu|reçoit|recibió|recibe|ha recibido|ha ricevuto|riceve|recebeu|recebe|kreeg|krijgt|fick|fik|fikk|dostał[ao]?|получил[аи]?|получает) (?:un[ea]?|uma?|een|en|ett|et|этот?|такой|такую)?(?: ?\\p{L}{1,20}){0,2} ?(?:bounce|erreur|avis|error|aviso|errore|notifica|erro|fout\\p{L}{0,8}|felmeddelande|fejl\\p{L}{0,8}|zwrot\\p{L}?|błąd|ошибк\\p{L}|отказ|возврат)',
];
/** What the sentence goes on with behind such an address. */
export const REPORTS = new RegExp(
  `^[>"'\`)*_~]{0,3}(?:,? (?:(?:just|also|again|now|has|hat|auch|gerade|then|still) )?(?:(?:${SPEAK.join('|')})(?!\\p{L})|(?:${SAY})(?!\\p{L})(?!\\W{0,6}[45]\\d\\d)(?!:)|(?:${GET.join('|')})(?!\\p{L})|(?!(?:is|was|has|exists) )\\p{Ll}{2,16}(?:s|ed) that )|['’]s (?:(?:e-?)?mails?|messages?|newsletters?)(?!\\p{L})|,? can(?:not|['’]t) (?:send|write|e?mail)(?!\\p{L})|: (?:my|our|meine|unsere|notre|mon|mi|nuestr[oa]|mijn|onze) (?:e-?)?(?:mails?|messages?|nachricht|message|correo|bericht|newsletter)(?!\\p{L})|\\s?(?:さん|様)?(?:が|から|より)(?:の?報告|連絡|問い合わせ)|\\s?(?:报告|反馈|反映|反应|说|來信|来信|詢問|询问))`,
  'iu',
);

/** Before the address of a mailbox that a server speaks for, such a sentence is the server's. */
export const NOT_SPOKEN_FOR =
  /(?<!(?:^|[^\p{L}])(?:to|for|of|an|für|von|à|pour|de|para|per|di|aan|voor|van|till|til|för|для|до|na|do)\s{1,3}[<"'(]{0,2})$/iu;
