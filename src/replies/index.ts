export type { Category } from '../catalog/index.ts';
export { againReply, type ToldElsewhere, withElsewhere } from './again.ts';
export { CATEGORY_NAMES } from './badge.ts';
export { biddenReply } from './bidden.ts';
export { bounceJson } from './bounce-json.ts';
export {
  type Badge,
  type Card,
  type CardCheck,
  cardOf,
  type Details,
  type Draft,
  detailsOf,
  type Look,
  type MoreItem,
} from './card.ts';
export { caseListReply, type Listed, listPageIn } from './case-list.ts';
export { changeLine } from './change-line.ts';
export { checkRefusal, checkReply, checkTypedIn } from './check-notes.ts';
export { closestReply } from './closest.ts';
export { codeOf } from './code-of.ts';
export { partsReply } from './code-parts.ts';
export { type Deed, todoOf } from './deed.ts';
export { entryReply, entryVerdict } from './entry.ts';
export { entryJson } from './entry-json.ts';
export { type Field, FORM_OF, FORMS, type Form, type FormName, formOf } from './form.ts';
export type { IncidentProgress } from './incident.ts';
export { textOf } from './line.ts';
export { type LogSummary, LogSums, type SummedGroup } from './log-summary.ts';
export { ICONS, TONE_ICONS } from './look.ts';
export { lookupReply, lookupRow, shareButton } from './lookup.ts';
export { ADDRESS_FILES, type Dead, headOf, knownWords, manyReply, noneLeftReply } from './many.ts';
export { deadAlone, type GroupAlone, groupsAlone, replyAlone } from './many-alone.ts';
export { type Group, nounOf, type Row, rowsOf } from './many-rows.ts';
export {
  awayReply,
  bouncesHelpReply,
  deletedReply,
  deliveredReply,
  exampleReply,
  helloReply,
  helpReply,
  noBounceReply,
  notedReply,
  ownAnswerReply,
  pasteHereReply,
  refusalReply,
  sorryReply,
  unknownQueryReply,
  unreadReply,
  unsavedMany,
  unsavedReply,
} from './notes.ts';
export { otherReportsReply } from './other-reports.ts';
export { isOwnAnswer, quotesOurAnswer } from './own-answer.ts';
export type { CheckProgress, Progress } from './progress.ts';
export { asAsked, queryReply } from './query.ts';
export { type Refuser, refusersOf } from './refusers.ts';
export type {
  ActionName,
  Actor,
  Button,
  Choice,
  Confirm,
  Copied,
  EscalationHint,
  Fact,
  Figure,
  Leaf,
  Line,
  Link,
  ManyReply,
  Mention,
  Menu,
  MenuName,
  NoteReply,
  Reply,
  VerdictReply,
} from './reply.ts';
export { ACTION_NAMES, ended, MENU_NAMES, plain } from './reply.ts';
export { similarOf, similarReply } from './similar.ts';
export { hoursWords, minutesWords, type Span, spanOf } from './span.ts';
export { suppressRefusalWords } from './suppress-refusal.ts';
export {
  askBeforeReply,
  notAnAddressReply,
  remarkNeededReply,
  searchReply,
  suppressedReply,
  suppressionStatusReply,
  unsuppressedReply,
} from './suppression-notes.ts';
export { ticketReply } from './ticket.ts';
export { courseFacts, troubleLine } from './trouble.ts';
export { howSure, titleOf } from './unsure.ts';
export { customersReply } from './verdict/customers.ts';
export { hesitation } from './verdict/doubt.ts';
export { contradictionWords } from './verdict/says.ts';
export { verdictReply } from './verdict.ts';
export { statsReply, weekFigure } from './week.ts';
