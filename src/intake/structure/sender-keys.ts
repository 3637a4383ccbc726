/** What keys of an event tell of who sent the mail. */

/**
 * `sender` and `someFrom` are of the envelope or of the From header, whichever the program means by them; the others
 * say it.
 */
export type Sends =
  | 'envelope'
  | 'from'
  | 'sender'
  | 'someFrom'
  | 'envelopeDomain'
  | 'fromDomain'
  | 'dkimDomain'
  | 'dkimSelector';

const names = (list: string): readonly string[] => list.trim().split(/\s+/);

const SENDS: ReadonlyMap<string, Sends> = new Map(
  (
    [
      [
        'envelope',
        `mailfrom mailfromaddress returnpath envelopefrom envelopesender envfrom envsender msgfrom smtpfrom smtpmailfrom
        originalmailfrom rfc5321from`,
      ],
      ['from', 'headerfrom friendlyfrom rfc5322from displayfrom fromheader'],
      ['sender', 'sender senderaddress senderemail source originator orig'],
      ['someFrom', 'from fromaddress fromaddr fromemail fromemailaddress emailfrom'],
      [
        'envelopeDomain',
        'envelopedomain envelopefromdomain mailfromdomain returnpathdomain envelopesenderdomain',
      ],
      ['fromDomain', 'fromdomain headerfromdomain fromheaderdomain'],
      ['dkimDomain', 'dkimdomain dkimsigningdomain signingdomain dkimd'],
      ['dkimSelector', 'dkimselector dkims'],
    ] as const
  ).flatMap(([sends, list]) => names(list).map((name) => [name, sends] as const)),
);

/** @param name a key's words written together, lower case */
export const sendsOf = (name: string): Sends | null => SENDS.get(name) ?? null;

/** @returns what a key within `dkim` tells: `{"dkim": {"domain": …, "selector": …}}` */
export const signsOf = (name: string): Sends | null =>
  name === 'domain' || name === 'd'
    ? 'dkimDomain'
    : name === 'selector' || name === 's'
      ? 'dkimSelector'
      : null;
