/**
 * Replies as the page gets them. Of a verdict it draws the card and its details and decides nothing by itself: what
 * differs from a chat platform is settled here. This JSON is between the server and its own page, and no promise.
 */
import type { Outcome } from '../../src/desk.ts';
import {
  type Button,
  type Card,
  cardOf,
  type Details,
  detailsOf,
  FORMS,
  type FormName,
  formOf,
  ICONS,
  type ManyReply,
  type MoreItem,
  type NoteReply,
  type Reply,
  TONE_ICONS,
  type VerdictReply,
} from '../../src/replies/index.ts';

/** `form` is what a press opens; null: it does something by itself. */
export type ButtonHere = Button & { readonly form: FormName | null };
export type MoreHere = MoreItem & { readonly form: FormName | null };

export type CardHere = Omit<Card, 'actions' | 'more' | 'notify'> & {
  readonly actions: readonly ButtonHere[];
  readonly more: readonly MoreHere[];
};

export type VerdictHere = {
  readonly kind: 'verdict';
  readonly icon: string;
  readonly card: CardHere;
  /** A fold under the buttons; null: the card says all that there is. */
  readonly details:
    | (Omit<Details, 'actions' | 'customers'> & { readonly actions: readonly ButtonHere[] })
    | null;
};

export type ManyHere = Omit<ManyReply, 'rows' | 'actions'> & {
  readonly icon: string;
  readonly rows: readonly (ManyReply['rows'][number] & { readonly icon: string })[];
  readonly actions: readonly ButtonHere[];
};

export type NoteHere = Omit<NoteReply, 'actions'> & {
  readonly icon: string;
  readonly actions: readonly ButtonHere[];
};

export type ReplyHere = VerdictHere | ManyHere | NoteHere;

const buttonHere = (button: Button): ButtonHere => ({ ...button, form: formOf(button.action) });

const moreHere = (item: MoreItem): MoreHere => ({
  ...item,
  form: FORMS.find((name) => name === item.value) ?? formOf(item.value),
});

const detailsHere = ({
  actions,
  customers: _,
  ...details
}: Details): NonNullable<VerdictHere['details']> => ({
  ...details,
  actions: actions.filter(({ action }) => !isIdle(action)).map(buttonHere),
});

/** There is nobody here to hand a case over to. */
const isIdle = (does: string): boolean => does === 'hand-over';

/** Details are a fold, so *Claim* takes the place of their button. */
function cardHere({ notify: _, ...card }: Card, claim: Button | null): CardHere {
  const actions = card.actions.filter(({ action }) => action !== 'details' && !isIdle(action));
  const isFree = actions.length < card.actions.length && claim !== null;
  return {
    ...card,
    actions: (isFree ? [...actions, claim] : actions).map(buttonHere),
    more: card.more
      .filter((item) => !isIdle(item.value) && !(isFree && item.value === 'claim'))
      .map(moreHere),
  };
}

/** @returns the verdict as the page draws it in the chat */
export function verdictHere(reply: VerdictReply): VerdictHere {
  const card = cardOf(reply);
  const details = detailsOf(reply);
  const claim = card.more.find(({ value }) => value === 'claim');
  return {
    kind: 'verdict',
    icon: ICONS[card.look],
    card: cardHere(
      card,
      claim === undefined || card.caseId === null
        ? null
        : { action: 'claim', label: claim.label, style: 'plain', target: card.caseId, confirm: null },
    ),
    details: card.actions.some(({ action }) => action === 'details') ? detailsHere(details) : null,
  };
}

/** @returns the verdict whole, for a page of its own, which has no buttons: its steps are those of its details */
export function wholeHere(reply: VerdictReply): VerdictHere {
  const shown = verdictHere(reply);
  return {
    ...shown,
    card: { ...shown.card, steps: [], actions: [] },
    details: detailsHere(detailsOf(reply)),
  };
}

const manyHere = (reply: ManyReply): ManyHere => ({
  ...reply,
  icon: ICONS.many,
  rows: reply.rows.map((row) => ({ ...row, icon: ICONS[row.look] })),
  actions: reply.actions.map(buttonHere),
});

/** @returns the reply as the page draws it */
export function replyHere(reply: Reply): ReplyHere {
  switch (reply.kind) {
    case 'verdict':
      return verdictHere(reply);
    case 'many':
      return manyHere(reply);
    case 'note':
      return { ...reply, icon: TONE_ICONS[reply.tone], actions: (reply.actions ?? []).map(buttonHere) };
  }
}

/** What became of a press or a form. Details need no press here. */
export type OutcomeHere = Pick<Outcome, 'notice' | 'file'> &
  Readonly<Record<'update' | 'post' | 'aside', ReplyHere | null>>;

/** @returns the outcome with its replies as the page draws them */
export const outcomeHere = ({ update, post, aside, notice, file }: Outcome): OutcomeHere => ({
  update: update && replyHere(update),
  post: post && replyHere(post),
  aside: aside && replyHere(aside),
  notice,
  file,
});
