/** Other judges' categories in our reasons, and those that they give an address up for. What isn't here can't be compared. */
export type Categories = {
  readonly reasons: Readonly<Record<string, readonly string[]>>;
  readonly dead: readonly string[];
};

/** The second and third column of config/bounces.txt of zone-mta 3.10.3, by the answers that its rules are for. */
export const ZONE_MTA: Categories = {
  reasons: {
    recipient: ['user-unknown', 'host-unknown', 'suspend', 'has-moved', 'filtered', 'not-accept'],
    capacity: ['mailbox-full', 'system-full', 'email-too-large'],
    blacklist: ['blocked', 'bad-reputation'],
    block: ['blocked', 'bad-reputation', 'policy-violation', 'rejected'],
    spam: ['spam-detected', 'bad-reputation'],
    virus: ['virus-detected'],
    greylist: ['greylisted'],
    rate: ['rate-limited'],
    auth: ['auth-failure', 'security-error', 'require-ptr', 'no-relaying', 'failed-starttls'],
    dmarc: ['auth-failure'],
    network: ['network-error', 'host-unknown', 'expired', 'require-ptr'],
    envelope: ['rejected', 'no-relaying', 'syntax-error', 'user-unknown'],
    sender: ['rejected'],
    message: ['content-error', 'not-compliant-rfc', 'email-too-large', 'policy-violation', 'spam-detected'],
    policy: ['policy-violation', 'blocked', 'security-error', 'rejected'],
    protocol: ['syntax-error', 'not-compliant-rfc', 'failed-starttls'],
    config: ['system-error', 'mailer-error', 'network-error', 'no-relaying'],
  },
  dead: ['recipient'],
};

/** https://docs.kumomta.com/userguide/configuration/bounce/, and the comments in assets/bounce_classifier/iana.toml. */
export const KUMOMTA: Categories = {
  reasons: {
    InvalidRecipient: ['user-unknown', 'filtered'],
    BadDomain: ['host-unknown', 'not-accept'],
    InactiveMailbox: ['suspend', 'has-moved', 'user-unknown'],
    InvalidSender: ['rejected'],
    QuotaIssues: ['mailbox-full', 'system-full', 'email-too-large'],
    NoAnswerFromHost: ['network-error', 'expired'],
    BadConnection: ['network-error', 'expired'],
    DNSFailure: ['network-error', 'host-unknown'],
    RoutingErrors: ['network-error', 'host-unknown'],
    TransientFailure: ['on-hold', 'system-error', 'greylisted', 'rate-limited'],
    MessageExpired: ['expired'],
    ProtocolErrors: ['syntax-error', 'not-compliant-rfc', 'content-error'],
    AuthenticationFailed: ['auth-failure', 'security-error', 'policy-violation'],
    PolicyRelated: ['policy-violation', 'rate-limited', 'rejected'],
    TooManyRecipients: ['rate-limited'],
    SpamBlock: ['blocked', 'bad-reputation'],
    SpamContent: ['spam-detected'],
    ContentRelated: ['content-error', 'spam-detected', 'email-too-large'],
    VirusRelated: ['virus-detected'],
    BadConfiguration: ['require-ptr', 'system-error', 'network-error'],
    RelayDenied: ['no-relaying'],
    Greylist: ['greylisted'],
    Greylisted: ['greylisted'],
    RateLimited: ['rate-limited'],
  },
  dead: ['InvalidRecipient', 'BadDomain', 'InactiveMailbox'],
};

/** Sisimai's reasons are ours, written together (https://libsisimai.org/en/reason/). */
export const sisimaiReason = (name: string): readonly string[] => SISIMAI[name] ?? [name];
const SISIMAI: Readonly<Record<string, readonly string[]>> = {
  userunknown: ['user-unknown'],
  hostunknown: ['host-unknown'],
  hasmoved: ['has-moved'],
  notaccept: ['not-accept'],
  mailboxfull: ['mailbox-full'],
  networkerror: ['network-error'],
  systemerror: ['system-error'],
  systemfull: ['system-full'],
  mailererror: ['mailer-error'],
  onhold: ['on-hold'],
  ratelimited: ['rate-limited'],
  speeding: ['rate-limited'],
  toomanyconn: ['rate-limited'],
  badreputation: ['bad-reputation'],
  policyviolation: ['policy-violation'],
  spamdetected: ['spam-detected'],
  virusdetected: ['virus-detected'],
  contenterror: ['content-error'],
  emailtoolarge: ['email-too-large'],
  mesgtoobig: ['email-too-large'],
  exceedlimit: ['email-too-large'],
  authfailure: ['auth-failure'],
  requireptr: ['require-ptr'],
  failedstarttls: ['failed-starttls'],
  securityerror: ['security-error'],
  norelaying: ['no-relaying'],
  notcompliantrfc: ['not-compliant-rfc'],
  syntaxerror: ['syntax-error'],
};
