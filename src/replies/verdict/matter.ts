/** All that a card and its details are made of. */
import type { Case, Correction, Course, Dossier, Patience } from '../../cases/index.ts';
import type { Catalog } from '../../catalog/index.ts';
import { type Diagnosis, domainAtFault, foreignAuthorOf } from '../../diagnosis/index.ts';
import { type ForeignWords, foreignWords } from '../foreign.ts';
import { type LineFacts, patienceFacts } from '../line.ts';
import { namedIn } from '../named.ts';
import type { Progress } from '../progress.ts';
import { type Refuser, refusersOf } from '../refusers.ts';

/** What is known of a case besides its bounces. */
export type Around = {
  /** The provider's trouble that it is about; null: it is none. */
  readonly course: Course | null;
  /** What was done since; null: nobody handles it. */
  readonly progress: Progress | null;
  /** What a bounce since says surely, against what a person said; null: none does. */
  readonly contradiction: Diagnosis | null;
  /** Of several bounces that nobody handles: whom they were for, and who refused; left out: it is one. */
  readonly told?: Told;
};

/** Nothing is known of a bounce that nobody handles but what it says. */
export const NOTHING_AROUND: Around = { course: null, progress: null, contradiction: null };

/** Whom bounces were for, and who refused. */
type Told = {
  /** Those that a text named; of very many some. */
  readonly recipients: readonly string[];
  /** How many there are; null: several, and nobody knows how many. */
  readonly addresses: number | null;
  readonly refusers: readonly Refuser[];
};

export type Matter = Omit<Around, 'told'> &
  Told & {
    /** Of several bounces: without what tells of one of them alone. */
    readonly diagnosis: Diagnosis;
    readonly catalog: Catalog;
    /** Null for a bounce that nobody handles. */
    readonly dossier: Dossier | null;
    /** What the catalog's lines may speak of. */
    readonly known: LineFacts;
    /** Said in place of the catalog's words where the author's domain isn't the sender's. */
    readonly foreign: ForeignWords | null;
  };

/**
 * @param patience when an address that is put off counts as dead; null: where nobody has set it, the catalog's words
 */
export function matterOf(
  read: Diagnosis,
  catalog: Catalog,
  dossier: Dossier | null,
  patience: Patience | null,
  { told, ...around }: Around,
): Matter {
  const about = dossier ? toldOf(dossier.case, catalog) : (told ?? ofOne(read));
  const diagnosis = isOfSeveral(about) ? ofAll(read) : read;
  const known = {
    ...lineFacts(diagnosis, catalog),
    recipientDomain: domainOf(about),
    ...patienceFacts(patience),
  };
  const author = foreignAuthorOf(diagnosis, catalog);
  const foreign = author && foreignWords(author, known);
  return { diagnosis, catalog, dossier, known, foreign, ...about, ...around };
}

/** @returns whether it is about more addresses than one */
export const isOfSeveral = ({ addresses }: Pick<Told, 'addresses'>): boolean =>
  addresses === null || addresses > 1;

function ofOne({ bounce: { recipient } }: Diagnosis): Told {
  const recipients = recipient === null ? [] : [recipient];
  return { recipients, addresses: recipients.length, refusers: [] };
}

const toldOf = ({ recipients, refusals }: Case, catalog: Catalog): Told => ({
  recipients,
  addresses: recipients.length,
  refusers: recipients.length > 1 ? refusersOf(refusals, catalog) : [],
});

/** One bounce stands for several: whom it alone was for, and the host that refused it alone, is said of none. */
const ofAll = (diagnosis: Diagnosis): Diagnosis => ({
  ...diagnosis,
  bounce: { ...diagnosis.bounce, recipient: null, finalRecipient: null, remoteHost: null },
});

/** Null where they are of several, or may be. */
function domainOf({ recipients, addresses }: Told): string | null {
  const [domain = null, ...others] = new Set(recipients.map((address) => address.split('@')[1] ?? null));
  return others.length > 0 || recipients.length !== addresses ? null : domain;
}

/** What the catalog's lines may speak of. */
function lineFacts(diagnosis: Diagnosis, catalog: Catalog): LineFacts {
  const { bounce, provider } = diagnosis;
  return {
    recipient: bounce.recipient,
    finalRecipient: bounce.finalRecipient,
    ...sendersOf(diagnosis),
    sourceIp: bounce.sourceIp,
    remoteHost: bounce.remoteHost,
    provider: provider && (catalog.providers.get(provider)?.name ?? null),
    ...namedIn(bounce),
  };
}

/** SPF is asked about the envelope's domain, DKIM and DMARC about the one in From: a line means whichever failed. */
function sendersOf(diagnosis: Diagnosis): LineFacts {
  const { bounce } = diagnosis;
  return {
    senderDomain: domainAtFault(diagnosis),
    envelopeDomain: bounce.envelopeDomain ?? bounce.senderDomain,
    fromDomain: bounce.auth?.fromDomain ?? bounce.senderDomain,
  };
}

/** @returns what a person said that the case is; null: nobody did */
export const saidOf = ({ dossier }: Matter): Correction | null => dossier?.case.corrected ?? null;

/** @returns whether every address of the case was put off for so long that it counts as dead */
export const lastsForAll = ({ diagnosis: { certainty }, dossier }: Matter): boolean =>
  certainty !== 'unsure' &&
  dossier !== null &&
  dossier.lasting.length > 0 &&
  dossier.lasting.length === dossier.case.recipients.length;

/** @returns the provider's name without what stands in brackets; null where it isn't known */
export const providerOf = ({ diagnosis: { provider }, catalog }: Pick<Matter, 'diagnosis' | 'catalog'>) =>
  catalog.providers.get(provider ?? '')?.name.replace(/ \([^)]*\)$/, '') ?? null;
