/** The rows of an answer that tells of many problems: what is one row, and what tells it from the others. */
import type { Catalog } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import type { Bounce } from '../intake/index.ts';
import { fillWords } from './line.ts';
import type { ManyReply } from './reply.ts';
import { isPerhapsDead } from './unsure.ts';

/** A problem of the message, with what the message tells of it. */
export type Group = {
  /** Of its case, or of the bundle. */
  readonly id: string;
  readonly isSettled: boolean;
  /** Attempts that the message tells, and how many of them were known before. */
  readonly told: number;
  readonly known: number;
  readonly diagnosis: Diagnosis;
  /** By the names that people know, the most addresses first. */
  readonly refusers: readonly string[];
  /** Its addresses were put off for so long that they count as dead: a person decides. */
  readonly lasts: boolean;
  /** A provider's own trouble, or many bounces of one problem of ours at once. */
  readonly isIncident: boolean;
};

/** What one row stands for: of dead addresses, all problems that tell of them. */
export type Row = ManyReply['rows'][number] & { readonly groups: readonly Group[] };

/** Who refused that a row names; the others are counted. */
const MOST_REFUSERS = 2;

export const toldIn = (groups: readonly Group[]): number => groups.reduce((sum, { told }) => sum + told, 0);

/** @returns one row for each problem, the most bounces first; no two of them read alike */
export function rowsOf(groups: readonly Group[], catalog: Catalog): readonly Row[] {
  const rows = [...Map.groupBy(groups, (group) => kindOf(group, catalog)).values()];
  return toldApart(rows.map((some) => rowOf(some, catalog))).toSorted((a, b) => b.count - a.count);
}

/** Dead addresses are one problem, whoever refuses them; what has to be mended is one for each who refuses. */
function kindOf(group: Group, catalog: Catalog): string {
  const { diagnosis } = group;
  const name = `${lookOf(group)} ${problemName(diagnosis, catalog)}`;
  return diagnosis.category === 'hard' ? name : `${name} ${group.id}`;
}

function rowOf(groups: readonly Group[], catalog: Catalog): Row {
  const [first] = groups as readonly [Group];
  return {
    look: lookOf(first),
    count: toldIn(groups),
    problem: problemName(first.diagnosis, catalog),
    refusedBy: refusedBy(groups),
    groups,
  };
}

function lookOf(group: Group): Row['look'] {
  if (group.isSettled) return 'settled';
  if (group.isIncident) return 'incident';
  return isPerhapsDead(group.diagnosis) ? 'unsure' : group.diagnosis.category;
}

/** "mail.ru, Comcast, +2" */
export function refusedBy(groups: readonly Group[]): string {
  const names = [...new Set(groups.toSorted((a, b) => b.told - a.told).flatMap(({ refusers }) => refusers))];
  const more = names.length - MOST_REFUSERS;
  return [...names.slice(0, MOST_REFUSERS), ...(more > 0 ? [`+${more}`] : [])].join(', ');
}

/**
 * Who refused, by the name that people know: the provider whose words or host it is, else the host, else whose mailbox
 * it is.
 * @returns "GMX" for "GMX, WEB.DE, mail.com and IONOS", "iCloud" for "Apple iCloud Mail", "terra.com.br"; null: not told
 */
export function refuserOf(
  provider: string | null,
  { remoteHost, recipient }: Pick<Bounce, 'remoteHost' | 'recipient'>,
  catalog: Catalog,
): string | null {
  const domain = recipient?.split('@').at(-1)?.toLowerCase() ?? null;
  const known = provider ?? (remoteHost === null ? ownerOf(domain, catalog) : null);
  const name = catalog.providers.get(known ?? '')?.name;
  return name?.split(/,| [/(]| and | Mail$/)[0]?.replace(/^Apple /, '') ?? remoteHost ?? domain;
}

const ownerOf = (domain: string | null, { providers }: Catalog): string | null =>
  (domain !== null && [...providers.values()].find(({ domains }) => domains.includes(domain))?.id) || null;

/** @returns what bounces are called: mail that is still tried was put off, and came back to nobody */
export const nounOf = (diagnoses: readonly Diagnosis[]): 'bounce' | 'deferral' =>
  diagnoses.length > 0 && diagnoses.every(isDeferral) ? 'deferral' : 'bounce';

const isDeferral = ({ permanence, reason, bounce }: Diagnosis): boolean =>
  permanence === 'temporary' && bounce.action !== 'failed' && reason !== 'expired';

/** What else may tell two rows apart that name the same problem and who refused, the first that does. */
const TELLS: readonly ((row: Row) => string | null)[] = [
  ({ groups: [group] }) => group?.diagnosis.bounce.senderDomain ?? null,
  ({ groups: [group] }) => group?.diagnosis.bounce.sourceIp ?? null,
  ({ groups: [group] }) => group?.diagnosis.entry?.short.title ?? null,
  ({ groups: [group] }) => {
    const { replyCode, enhancedCode } = group?.diagnosis.bounce ?? {};
    return [replyCode, enhancedCode].filter(Boolean).join(' ') || null;
  },
];

function toldApart(rows: readonly Row[]): readonly Row[] {
  const alike = Map.groupBy(rows, ({ problem, refusedBy: by }) => `${problem} ${by}`);
  return [...alike.values()].flatMap((some) => (some.length < 2 ? some : withTell(some)));
}

function withTell(rows: readonly Row[]): readonly Row[] {
  for (const tell of TELLS) {
    const tells = rows.map(tell);
    if (new Set(tells).size < rows.length) continue;
    return rows.map((row, i) => (tells[i] ? { ...row, problem: `${row.problem} (${tells[i]})` } : row));
  }
  return rows.map((row, i) => ({ ...row, problem: `${row.problem} (${i + 1})` }));
}

/** @returns a problem in a few words: "IP on Spamhaus", "Likely: address does not exist", "Mailbox full" */
export function problemName(
  { blocklist, control, reason, category, certainty }: Diagnosis,
  catalog: Catalog,
): string {
  const list = catalog.blocklists.get(blocklist ?? '')?.name;
  const name = fillWords(catalog.reasons[reason].problem, {
    // Who asks a list can't take anybody off it: whose list it is tells what is to be done.
    onList: list ? `on ${list}` : null,
    control: control === 'multiple' ? 'SPF or DKIM' : control && catalog.controls[control].name,
  });
  if (category !== 'hard' || certainty === 'sure') return name;
  return certainty === 'unsure' ? `${name}?` : `Likely: ${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}
