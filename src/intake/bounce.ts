/**
 * One try at delivering one message to one recipient, as the text identifies it. Two texts tell the same try where
 * recipient and time agree, and an id that both give. Every field is null when the text does not give it.
 */
export type Attempt = {
  /** RFC 5322 Message-ID of the mail that bounced, in angle brackets: the same in a log, a report and an event. */
  readonly messageId: string | null;
  /** Its Subject, decoded, in one line, of at most 160 characters: somebody's own words. */
  readonly subject: string | null;
  /** What the mail server that tried calls the message: Postfix's, Exim's, sendmail's queue id and their like. */
  readonly queueId: string | null;
  /** The server of that queue, as log lines and Reporting-MTA name it, lower case: queue ids are unique on it alone. */
  readonly queueHost: string | null;
  /** What the sending platform calls the message: SES's `mail.messageId`, SendGrid's `sg_message_id` and their like. */
  readonly platformId: string | null;
  /** What the sending platform calls this event about it: the same event told again has the same. */
  readonly eventId: string | null;
  /** When it was tried, as the text itself says, in ISO 8601 and UTC. */
  readonly time: string | null;
  /**
   * Where the time is from: the log line; a report's Last-Attempt-Date; the event; or, close to it only, a report's
   * Arrival-Date (when our server took the message on), the Date of the mail that told us. Null without a time.
   */
  readonly timeFrom: 'log' | 'report' | 'event' | 'arrival' | 'mail' | null;
};

/**
 * What one mail server said about one recipient, as read off a text. Facts only, no judgement.
 * Every field is null when the text does not give it. Of several attempts its ids and time are those of the newest.
 */
export type Bounce = Attempt & {
  /**
   * Every attempt that was answered so, each once, the oldest first and those without a time in front: at least one.
   * A reading holds at most as many as bounces, together. Empty where a case keeps the bounce: attempts have rows there.
   */
  readonly attempts: readonly Attempt[];
  /** A bounce, or one of the reports that look like one and are told apart (RFC 5965, RFC 3834). */
  readonly kind: 'bounce' | 'feedback' | 'vacation' | 'delivered';
  /** What a feedback report is about (RFC 5965 §3.1, RFC 6430, RFC 6591); null for all else, and where it doesn't say. */
  readonly feedbackType: (typeof FEEDBACK_TYPES)[number] | null;
  /** Address that the mail was for and the sender's list holds, lower-cased domain, without angle brackets. */
  readonly recipient: string | null;
  /** Where an alias or a forwarder sent it on to, and where it failed; null where that is the same, or not told. */
  readonly finalRecipient: string | null;
  /** Reply code (RFC 5321 §4.2), three digits: "550". */
  readonly replyCode: string | null;
  /** Enhanced status code (RFC 3463), class.subject.detail: "5.1.1". */
  readonly enhancedCode: string | null;
  /** The server's own words (RFC 3464 §2.3.6), unfolded into one line, with its codes in front if it had any. */
  readonly diagnosticCode: string | null;
  /** The host that said it, lower case, without a final dot. */
  readonly remoteHost: string | null;
  /** Our sending IP address, as the remote host saw it. */
  readonly sourceIp: string | null;
  /** Envelope or header sender. */
  readonly sender: string | null;
  /** The sender's domain that the words are about, else that of `sender`: From's or the envelope's. */
  readonly senderDomain: string | null;
  /** Domain of the envelope's sender, which SPF is asked about; null where the text doesn't tell it. */
  readonly envelopeDomain: string | null;
  /** The address of whom our own server refused (`refusedByUs`); null else: what we send from is `sourceIp`. */
  readonly clientIp: string | null;
  /** What the words and the returned header say of DKIM and DMARC; null where they name neither key nor domain. */
  readonly auth: AuthFacts | null;
  /** RFC 3464 §2.3.3. A delayed mail is still being tried. */
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | null;
  /** The SMTP command that was refused: "RCPT TO", "end of DATA". */
  readonly command: string | null;
  /**
   * Whose server or program the words are: the other side's, our own, or the sending platform's that mails for us.
   * Null where the text doesn't tell.
   */
  readonly speaker: 'theirs' | 'ours' | 'platform' | null;
  /** Our own server refused or put off what somebody sent to us: it tells nothing of an address that we mail to. */
  readonly refusedByUs: boolean;
  /** The passage of the pasted text that it was read from, as it stood there, at most 2,000 characters. */
  readonly excerpt: string;
};

/** `abuse` and `opt-out`: the recipient wants no more. `not-spam`: good news. The others are about the mail. */
export const FEEDBACK_TYPES = [
  'abuse',
  'opt-out',
  'not-spam',
  'fraud',
  'virus',
  'auth-failure',
  'dmarc',
  'other',
] as const;

/** Names that proving who we are hangs on. */
export type AuthFacts = {
  /** The `s=` of the signature: the key stands at `selector._domainkey.domain`. */
  readonly dkimSelector: string | null;
  /** Its `d=`. */
  readonly dkimDomain: string | null;
  /** The domain of the From header, whose DMARC policy holds. */
  readonly fromDomain: string | null;
};

/** What a text holds. */
export type Reading = {
  /** Whether a watched channel is to be answered: a bounce beyond reasonable doubt. */
  readonly noticed: boolean;
  /** One per recipient and server answer, in the order of the text, doubles joined. */
  readonly bounces: readonly Bounce[];
  /** What its logs and events say arrived, and with whom: the newest delivery of each recipient and message. */
  readonly deliveries: readonly Delivery[];
  /** What its logs tell of messages by their queue ids, for what this and other texts tell of them. */
  readonly messages: readonly Message[];
  /** Reports about many mails at once, which are no bounces. */
  readonly others: readonly OtherReport[];
  /** In plain words, when something was left unread: "stopped after 10,000 recipients". */
  readonly left: string | null;
  /** Why a file told nothing at all: no part of it could be read, or it is empty, as `left` says. Left out: it was read. */
  readonly nothing?: 'unread' | 'empty';
};

/** A message that reached a recipient's server. */
export type Delivery = Attempt & { readonly recipient: string };

/** A log's line about a message that names no recipient, such as Postfix's `from=<…>` and `message-id=<…>`. */
export type Message = {
  readonly queueId: string;
  readonly queueHost: string | null;
  readonly messageId: string | null;
  readonly sender: string | null;
};

/** A DMARC aggregate report (RFC 7489 §7.2), a TLS report (RFC 8460) or an unsubscribe, summed up. */
export type OtherReport = {
  /** "DMARC report by google.com for example.org" */
  readonly title: string;
  /** Plain sentences, at most three. */
  readonly lines: readonly string[];
};
