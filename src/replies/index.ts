export { CATEGORY_NAMES, quotesOurAnswer } from './badge.ts';
export { maySuppress } from './buttons.ts';
export { entryReply } from './entry.ts';
export { entryJson } from './entry-json.ts';
export { textOf } from './line.ts';
export { codeOf, lookupReply, shareButton, shareButtons } from './lookup.ts';
export { helpReply, noBounceReply, unknownQueryReply } from './notes.ts';
export type {
  ActionName,
  Actor,
  Button,
  EscalationHint,
  Fact,
  Leaf,
  Line,
  Link,
  NoteReply,
  Reply,
  VerdictReply,
} from './reply.ts';
export { summaryReply } from './summary.ts';
export { verdictReply } from './verdict.ts';
