/**
 * What keys mean, whatever their notation: `RCPT_TO`, `rcptTo`, `rcpt-to`. The tables are data: a key that some
 * program uses and that isn't known is a word more in one of them.
 */
import { type Sends, sendsOf, signsOf } from './sender-keys.ts';

/**
 * Whose address a key names. `email`: an address, of whom another key around it must say. `listed`: somebody on a list
 * of the sender's, who is the recipient where the event itself is a bounce, and else anybody.
 */
export type Whose = 'recipient' | 'original' | 'sender' | 'other' | 'listed' | 'email';

/** Facts that keys name besides addresses. `status` may be a word, a reply code or an enhanced code. */
export type Fact =
  | 'event'
  | 'class'
  /** A platform's own class, or a server's code. */
  | 'classOrCode'
  | 'status'
  | 'level'
  | 'reply'
  | 'enhanced'
  | 'remoteHost'
  | 'sourceIp'
  | 'messageId'
  | 'subject'
  | 'queueId'
  | 'eventId'
  | 'time'
  /** When an event or a message was made, or the message sent: not when it failed. */
  | 'created'
  | 'sent'
  | 'command';

const words = (list: string): readonly string[] => list.split(/\s+/);
const table = <T>(rows: readonly (readonly [T, string])[]): ReadonlyMap<string, T> =>
  new Map(rows.flatMap(([meaning, list]) => words(list).map((name) => [name, meaning] as const)));

/** Whole names, written together. */
const WHOSE = table<Whose>([
  [
    'recipient',
    `to rcpt rcptto rcpts rcptaddr recipient recipients recipientaddress recipientemail recip recips toaddress toaddr
    toemail toemailaddress tomail emailto mailto sentto sendto envelopeto envto destination destinations destinationaddress
    destinationemail destemail target targets targetaddress targetemail finalrecipient finalrcpt deliveredto deliverto
    addressee addressees xfailedrecipients bouncedemail bouncedaddress bouncedrecipient failedemail failedaddress failedrecipient
    bounceemail emailrecipient mailrecipient rejected rejectedrecipients rejectedaddress invalidaddress invalidemail
    undeliverableaddress suppressedaddress suppressedemail blockedemail deadaddress unreachable
    empfänger empfaenger an destinataire destinatario destinatário ontvanger mottagare modtager mottaker odbiorca получатель 宛先 宛先アドレス 受信者 受信者アドレス 收件人
    收件者 收件地址 收件邮箱 받는사람 수신자 수신인 кому одержувач отримувач alıcı příjemce`,
  ],
  [
    'original',
    `origto originalto originalrecipient originalrcptto originalrcpt origrcpt orcpt origrecipient rawrcptto originaladdress
    originalemail xoriginalto`,
  ],
  [
    'sender',
    `from frm sender senders mailfrom mailfromaddress returnpath envelopefrom envelopesender envfrom envsender msgfrom friendlyfrom
    source originator orig fromaddress fromaddr fromemail fromemailaddress emailfrom senderaddress senderemail sendermail sentfrom sentby
    headerfrom inboxid smtpfrom smtpmailfrom originalmailfrom rfc5321from rfc5322from absender expediteur expéditeur
    remitente mittente afzender avsändare remetente nadawca отправитель відправник gönderen 发件人 发件地址 寄件人 寄件者 發件人 差出人 送信者 送信元 보낸사람
    발신자 sendingaddress sendingemail onbehalfof`,
  ],
  [
    'other',
    `replyto inreplyto cc bcc list lists listid listname listaddress listpost unsubscribe listunsubscribe errorsto
    user users username login admin owner account accounts postmaster support abuse helpdesk help createdby updatedby reporter
    assignee assignedto notify notifyemail alert alertemail auth authuser authid authenticateduser sasluser saslusername identity
    sendingidentity sentas mailbox inbox operator agent author creator submitter apikey apiuser subaccount customeruser messageid
    requester requestor approver reviewer maintainer committer contributor impersonator manager supervisor employee staff colleague coworker
    teamlead salesperson salesrep accountmanager rep responsible engineer developer editor moderator caller invoker initiator organizer organiser oncall actor team
    owners assignees reviewers maintainers authors watchers followers participants agents operators admins administrators
    bounceaddress bounceto bouncepath msgid smtpid references id uid principal subject feedbackto reportto rua ruf forwardedby forwardedto relatedto belongsto`,
  ],
  [
    'listed',
    'contact contacts contactidentity contactinfo contactdetails contactemail contactaddress contactemailaddress',
  ],
  [
    'email',
    'email emailaddress emailaddr emailid eaddress mail mailaddress address addr addresses emails useremailaddress',
  ],
]);

/** Single words of longer names, in the order in which they decide. */
const WORDS_OF: readonly (readonly [Whose, ReadonlySet<string>])[] = [
  [
    'other',
    new Set(
      words(`reply list lists user users username login admin owner account support abuse postmaster helpdesk auth
    authenticated sasl cc bcc notify notification alert reporter assignee creator operator author identity mailbox inbox report reports
    unsubscribe by manager requester reviewer approver maintainer actor salesperson agent`),
    ),
  ],
  ['sender', new Set(words('from sender senders originator returnpath return'))],
  ['listed', new Set(words('contact contacts'))],
  ['original', new Set(words('orig original'))],
  ['recipient', new Set(words('recipient recipients rcpt rcpts addressee destination'))],
];
/** Names with one of these tell something about somebody: no address. */
const DESCRIBES = new Set(
  words(
    'id uid uuid hash domain host name names count total number index type status state time date ip key token url message response reason error code text details detail',
  ),
);
/** What may stand beside a bare `to` in a name. */
const WITH_TO = new Set(
  words(
    'to email mail address addr envelope env header smtp msg message postfix sent send deliver delivered delivery x final e',
  ),
);
/** Words of names that say that what is in it failed, or was complained about. */
const FAILED = new Set(
  words(
    'bounce bounced bounces failed fail failure rejected reject refused undelivered undeliverable delayed deferred complained complaint invalid suppressed dropped blocked',
  ),
);

const FACTS = table<Fact>([
  [
    'event',
    `event eventtype eventname eventkind notificationtype recordtype messageevent activity activitytype webhookevent trigger kind action`,
  ],
  [
    'status',
    `status state deliverystatus deliverystate statuscode statusname dsnstatus messagestatus mailstatus emailstatus recipientstatus sttext
    outcome disposition result resultcode dsnaction sendstatus finalstatus laststatus smtpstatus type logtype entrytype`,
  ],
  [
    'class',
    `bouncetype bouncesubtype bounceclass bounceclassification classification bouncecategory bouncecat category subtype
    bgtoolscode bouncedescription bouncereasoncode severity failuretype failuretypes failureclass rejecttype rejectreason suppressionreason deliverystatuscode errortype
    hardbounce softbounce ishardbounce ishard issoft permanent ispermanent reasoncode reasontype bounceseverity`,
  ],
  ['classOrCode', 'bouncecode bouncestatus failurecode bouncesmtpcode'],
  ['level', 'level loglevel severitytext severitylevel lvl levelname'],
  [
    'reply',
    `code replycode smtpcode smtpreplycode responsecode errorcode smtpstatuscode smtperrorcode basiccode basicstatuscode replystatus respcode smtpresponsecode returncode
    errno dsncode diagnosticstatuscode`,
  ],
  [
    'enhanced',
    `enhanced enhancedcode enhancedstatus enhancedstatuscode enhancedsmtpcode enhancedresponsecode smtpenchcode enchcode esc dsn dsnstatuscode extendedcode extendedstatus bounceextendedcode bounceenhancedcode bouncedsn
    xcode statusenhanced smtpenhancedcode smtpenhancedstatus`,
  ],
  [
    'remoteHost',
    `mx mxhost mxhostname mxname mxserver mxrecord remotehost remotehostname remotemta remotemx remoteserver remotemtahostname dsnmta relay relayhost desthost
    destinationhost destinationmx receivinghost receivingmx receivingmxhostname receivingserver peerhost peername peer recvhost nexthop recipientmx servername`,
  ],
  [
    'sourceIp',
    `sourceip sendingip sendip senderip localip dlvsourceip outboundip sourceaddress srcip bindip egressip sendingmtaip originatingmtaip mtaip sendingipaddress outip`,
  ],
  [
    'messageId',
    `messageid sgmessageid msgid smtpid mid emailid internetmessageid messageidheader mailid messageuuid messagetoken`,
  ],
  [
    'subject',
    'subject emailsubject mailsubject messagesubject msgsubject headersubject subjectline betreff objet asunto oggetto assunto onderwerp ämne emne 件名',
  ],
  ['queueId', 'queueid qid spoolid'],
  ['eventId', 'eventid eventuuid feedbackid bounceid'],
  [
    'time',
    `timestamp time ts date datetime eventtime eventdate bouncedat occurredat occurred timelogged datetimeutc tsepoch tsevent loggedat
    eventtimestamp statustime bouncetime failedat deliveryattempttimestamp lastattempt lasttried lastattemptat attemptedat suppressedat deliveredat asctime realtimetimestamp sourcerealtimetimestamp`,
  ],
  ['created', 'createdat created updatedat'],
  ['sent', 'receivedat sentat senttime queuedat timequeued acceptedat submittedat origintimestamputc'],
  ['command', 'command smtpcommand stage phase smtpstage'],
]);

/** How surely a key holds a server's words: 3 says so, 2 holds why something failed, 1 any text. */
const SAID = table<1 | 2 | 3>([
  [
    3,
    `diagnosticcode diagnostic diagnosticinfo diagnosticmessage diagnostictext diag dsndiag dsndiagnostic smtpresponse smtpreply smtpmsg smtpmessage smtperror smtpdetail rawreason serverresponse
    remoteresponse mtaresponse mxresponse destinationresponse response reply answer lastresponse bouncereason bouncemessage bounceerror bouncedetails bouncetext statusmessage said output
    delayreason lasterror serverreply serveranswer servermessage remoteerror remotemessage deliveryerror deliveryresponse deliverystatusmessage deliveryreason recipientstatustext statustext
    statusdetail statusdetails smtptext smtpresponsetext responsemessage responsetext replytext diagcode returnmessage antwort réponse réponseserveur respuesta`,
  ],
  [
    2,
    `error err errmsg errormessage errortext errordescription errordetail errordetails errorreason errors reason reasons failurereason failuremessage failuredetail failuredetails failedreason failreason
    rejectionreason rejectreasontext exception cause comment why bounce dropreason problem fault fehler grund erreur raison motivo errore motif stat rejectedreason blockedreason
    fehlermeldung fout reden fel orsak fejl årsag błąd przyczyna ошибка причина помилка hata neden 错误 错误信息 错误原因 退信原因 退信信息 失败原因 原因 返回信息
    錯誤 錯誤訊息 エラー エラー内容 エラーメッセージ 理由 오류 오류메시지 사유 원인`,
  ],
  [
    1,
    'message msg details detail description text content body info note notes result data value log line smtplog status statuscodeinfo',
  ],
]);

/** Words in front of names that mean the same without them. */
const PREFIX = new Set(words('email mail message msg smtp last remote delivery final x recipient dsn'));

/** Text that is about something else: never a server's words. */
const ABOUT_ELSE = new Set(
  words(`subject title useragent agent browser client device os platform geo url uri link href html template templatename tag tags campaign campaignname metadata headers header
    userdata uservariables custom name host hostname service app application logger caller file filename path function stack stacktrace stream container pod namespace region country city
    event type kind id spamstatus version signature token key recipientdomain domain`),
);

/** Containers of what is apart from the mail's fate: who opened it where, with what, and what its sender noted. */
const APART = new Set(
  words(
    'client os geo useragent agent browser device metadata headers template campaign tags uservariables userdata custom customargs uniqueargs context geolocation machineopen',
  ),
);

export type KeyMeaning = {
  readonly whose: Whose | null;
  readonly fact: Fact | null;
  readonly said: 0 | 1 | 2 | 3;
  /** The name says that what is in it failed. */
  readonly isFailed: boolean;
  /** What is in it is about something else than the mail's fate. */
  readonly isElse: boolean;
  /** The same, for all that is within. */
  readonly isApart: boolean;
  /** Fields of a message that somebody wrote. */
  readonly isHeader: boolean;
  /** Nothing in it happened: documentation. */
  readonly isExample: boolean;
  /** What it tells of who sent the mail. */
  readonly sends: Sends | null;
  /** What it tells of a signature within a container that is about one. */
  readonly signs: Sends | null;
  readonly isDkim: boolean;
};

const known = new Map<string, KeyMeaning>();
/** Names that are kept at most; programs use few. */
const MOST_KNOWN = 5000;

/** @returns what a key means; a key that isn't known means nothing */
export function meaningOf(key: string): KeyMeaning {
  const kept = known.get(key);
  if (kept) return kept;
  if (known.size >= MOST_KNOWN) known.clear();
  const parts = grouped(wordsIn(key));
  const name = parts.join('');
  // `email_response_code` is a `response_code`.
  const core = parts.length > 2 && PREFIX.has(parts[0] as string) ? parts.slice(1).join('') : name;
  // `smtp_reply` holds a server's words.
  const whose = WHOSE.get(name) ?? ((SAID.get(name) ?? 0) > 1 ? null : whoseByWords(parts));
  const meaning: KeyMeaning = {
    whose,
    fact: FACTS.get(name) ?? FACTS.get(core) ?? null,
    said: SAID.get(name) ?? SAID.get(core) ?? saidByWords(parts),
    isFailed: parts.some((part) => FAILED.has(part)),
    isElse: ABOUT_ELSE.has(name),
    isApart: APART.has(name),
    isHeader: name === 'headers' || name === 'header' || name === 'commonheaders',
    isExample: /^(?:example|examples|sample|samples|schema|schemas|properties|fixtures?|mocks?)$/.test(name),
    sends: sendsOf(name),
    signs: signsOf(name),
    isDkim: name === 'dkim' || name === 'dkimsignature',
  };
  known.set(key, meaning);
  return meaning;
}

/** `bouncedRecipients` → bounced, recipients; `RCPT_TO` → rcpt, to; `e-mail` → email. */
function wordsIn(key: string): readonly string[] {
  const parts = key
    .slice(0, 100)
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');
  const at = parts.findIndex((part, i) => part === 'e' && /^mails?$/.test(parts[i + 1] ?? ''));
  return at < 0 ? parts : [...parts.slice(0, at), `e${parts[at + 1]}`, ...parts.slice(at + 2)];
}

/** `events_by_user` holds events, `blocked_by_user` somebody who did it. */
function grouped(parts: readonly string[]): readonly string[] {
  const by = parts.indexOf('by');
  return by > 0 && by < parts.length - 1 && /[^s]s$/.test(parts[by - 1] as string)
    ? parts.slice(0, by)
    : parts;
}

function whoseByWords(parts: readonly string[]): Whose | null {
  if (parts.length < 2 || parts.some((part) => DESCRIBES.has(part))) return null;
  const [decided] = WORDS_OF.find(([, some]) => parts.some((part) => some.has(part))) ?? [null];
  if (decided === 'original')
    return parts.some((part) => /^(?:to|rcpt|recipient)/.test(part)) ? 'original' : null;
  if (decided !== null) return decided;
  if (parts.includes('to') && parts.every((part) => WITH_TO.has(part))) return 'recipient';
  const last = parts.at(-1) as string;
  return WHOSE.get(last) === 'email' || parts.includes('email') ? 'email' : null;
}

function saidByWords(parts: readonly string[]): 0 | 1 | 2 | 3 {
  if (parts.length < 2) return 0;
  const last = SAID.get(parts.at(-1) as string);
  return last ?? 0;
}
