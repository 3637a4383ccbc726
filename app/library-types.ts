/** What the library takes and gives. Fields may be added, none is renamed. What is not known is null. */

/** Whose problem it is, and so who has to do something. */
export type Category =
  | 'hard'
  | 'soft'
  | 'throttle'
  | 'policy'
  | 'authentication'
  | 'content'
  | 'configuration'
  | 'info';

/** Why it bounced. */
export type Reason =
  | 'user-unknown'
  | 'host-unknown'
  | 'has-moved'
  | 'suspend'
  | 'not-accept'
  | 'mailbox-full'
  | 'filtered'
  | 'expired'
  | 'network-error'
  | 'system-error'
  | 'system-full'
  | 'mailer-error'
  | 'on-hold'
  | 'greylisted'
  | 'rate-limited'
  | 'blocked'
  | 'bad-reputation'
  | 'policy-violation'
  | 'rejected'
  | 'spam-detected'
  | 'virus-detected'
  | 'content-error'
  | 'email-too-large'
  | 'auth-failure'
  | 'require-ptr'
  | 'failed-starttls'
  | 'security-error'
  | 'no-relaying'
  | 'not-compliant-rfc'
  | 'syntax-error'
  | 'suppressed'
  | 'feedback'
  | 'vacation'
  | 'delivered'
  | 'undefined';

/** What failed, where a bounce is about proving who we are. */
export type Control = 'spf' | 'dkim' | 'dmarc' | 'arc' | 'ptr' | 'tls' | 'multiple';

/** What a report of somebody's complaint, or of a failed authentication, is about. */
export type FeedbackType =
  | 'abuse'
  | 'opt-out'
  | 'not-spam'
  | 'fraud'
  | 'virus'
  | 'auth-failure'
  | 'dmarc'
  | 'other';

export type Certainty = 'sure' | 'likely' | 'unsure';

/** One try at delivering one message, as the text identifies it. */
export type Attempt = {
  /** The Message-ID of the mail that bounced, in angle brackets. */
  readonly messageId: string | null;
  /** Its Subject, decoded, in one line, of at most 160 characters. */
  readonly subject: string | null;
  /** What the mail server that tried calls the message. */
  readonly queueId: string | null;
  /** The server of that queue. */
  readonly queueHost: string | null;
  /** What the sending platform calls the message: SES's `mail.messageId`, SendGrid's `sg_message_id`. */
  readonly platformId: string | null;
  /** What the sending platform calls this event about it. */
  readonly eventId: string | null;
  /** When it was tried, as the text says, in ISO 8601 and UTC. */
  readonly time: string | null;
  /** Where the time is from; `arrival` (when the sending server took it on) and `mail` (its notice's Date) are only near. */
  readonly timeFrom: 'log' | 'report' | 'event' | 'arrival' | 'mail' | null;
};

/** What one mail server said about one recipient, and what we think of it: an object of `explain --json`. */
export type Bounce = Attempt & {
  /** Every attempt that was answered so, the oldest first; the fields above are those of the newest. */
  readonly attempts: readonly Attempt[];
  /** The address that the mail was for. Null where no explicit place names it: an address is never guessed. */
  readonly recipient: string | null;
  /** Where an alias or a forwarder sent it on to, and where it failed. */
  readonly finalRecipient: string | null;
  /** What is wrong with how the address is written, as the end of a sentence: "ends in a dot". */
  readonly damage: string | null;
  /** What a feedback report is about; null for all else. */
  readonly feedbackType: FeedbackType | null;
  /** "550" */
  readonly replyCode: string | null;
  /** "5.1.1" */
  readonly enhancedCode: string | null;
  /** The server's own words. */
  readonly diagnosticCode: string | null;
  readonly remoteHost: string | null;
  readonly sourceIp: string | null;
  readonly senderDomain: string | null;
  /** Domain of the Return-Path, which SPF is asked about. */
  readonly envelopeDomain: string | null;
  /** Domain in the From header, which DMARC is asked about. */
  readonly fromDomain: string | null;
  readonly dkimDomain: string | null;
  readonly dkimSelector: string | null;
  /** Whose server or program the words are: the other side's, our own, or the platform's that mails for us. */
  readonly speaker: 'theirs' | 'ours' | 'platform' | null;
  /** Id of the provider whose server spoke: "google". */
  readonly provider: string | null;
  readonly reason: Reason;
  readonly category: Category;
  /** Whether the address belongs on the suppression list. */
  readonly suppress: boolean;
  /** Whether sending the same message again, unchanged, can work. */
  readonly retry: boolean;
  readonly control: Control | null;
  /** Id of the blocklist that it is about. */
  readonly blocklist: string | null;
  /** Id of the catalog entry that decided: `lookup` finds it. */
  readonly entry: string | null;
  /** What kind of evidence decided, the provider's own response being the strongest. */
  readonly evidence: 'provider' | 'wording' | 'enhanced-code' | 'reply-code' | 'words-alike' | null;
  /** How often a verdict on such evidence is right. `unsure` never suppresses. */
  readonly certainty: Certainty;
  /** What else happened to it, which this explains: other servers that weren't reached, a mail that expired. */
  readonly also: readonly Reason[];
  /** What it could be as well, and the question that would tell the two apart; null where nothing else comes close. */
  readonly otherwise: { readonly reason: Reason; readonly ask: string } | null;
  readonly title: string;
};

export type Explained = {
  /** Whether the text is a bounce beyond reasonable doubt, and no talk about one. */
  readonly noticed: boolean;
  /** One for each recipient and answer of a server, in the order of the text. */
  readonly bounces: readonly Bounce[];
  /** In plain words, what was left unread; null: all was read. */
  readonly left: string | null;
};

/** An entry of the catalog: an object of `catalog --json`. Several codes are joined with " / ". */
export type Entry = {
  readonly id: string;
  readonly kind: 'reply-code' | 'enhanced-code' | 'pair' | 'response' | 'wording' | 'blocklist' | 'reason';
  readonly provider: string | null;
  readonly reply: string | null;
  readonly enhanced: string | null;
  readonly tag: string | null;
  readonly reason: Reason;
  readonly control: Control | null;
  readonly blocklist: string | null;
  readonly title: string;
  readonly meaning: string;
  /** Whose problem it is. */
  readonly whose: string;
  /** What to do, in this order. */
  readonly steps: readonly string[];
  readonly sources: readonly string[];
  /** A text that is read as this entry. */
  readonly example: string;
  readonly file: string;
};

export type Found = {
  readonly replyCode: string | null;
  readonly enhancedCode: string | null;
  /** Best first, at most 10; empty where the catalog knows nothing like it. */
  readonly entries: readonly Entry[];
};

export type ExplainerOptions = {
  /** A folder of catalog entries of your own, loaded over the built-in ones. */
  readonly catalogFolder?: string;
  /** The zone of times in logs that name none, such as "Europe/Berlin". Left out: the machine's. */
  readonly logTimezone?: string;
};

export type Explainer = {
  /** @param input a text, or the bytes of a mail or a log @throws TypeError where it is neither */
  explain(input: string | Uint8Array): Promise<Explained>;
  /** @param query a code, a tag or a few words @throws TypeError where it is no text */
  lookup(query: string): Found;
  /** What is wrong in your own folder, a sentence each: file, line, entry and field. These entries were left out. */
  readonly mistakes: readonly string[];
};
