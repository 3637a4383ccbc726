/**
 * What Slack accepts, in characters unless said otherwise, each with its source: those that a reply can reach.
 * The others (field 2,000, value 2,000, ids 255) are far above what ROOM in render/card.ts and
 * render/details.ts leaves to a part. The stand-in in test/support/slack refuses what is over any of them.
 */
export const LIMITS = {
  /** https://docs.slack.dev/reference/block-kit/blocks: blocks in a message; `render/fit.ts` holds to it */
  blocks: 50,
  /** https://docs.slack.dev/reference/block-kit/blocks/section-block */
  fieldsInSection: 10,
  /** https://docs.slack.dev/reference/block-kit/blocks/header-block */
  headerText: 150,
  /** https://docs.slack.dev/reference/block-kit/blocks/actions-block */
  buttonsInRow: 25,
  /** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
  buttonText: 75,
  url: 3000,
  /** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
  placeholder: 150,
  options: 100,
  /** https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object */
  groupLabel: 75,
  /** https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element */
  overflowOptions: 5,
  /** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
  optionText: 75,
  optionValue: 150,
  /** Radio buttons and checkboxes: https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element */
  fewOptions: 10,
  /** https://docs.slack.dev/reference/block-kit/blocks/section-block */
  sectionText: 3000,
  /** https://docs.slack.dev/reference/views/modal-views: title, submit and close */
  viewTitle: 24,
  /** https://docs.slack.dev/reference/block-kit/blocks/input-block: label and hint */
  inputLabel: 2000,
  /** https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
  inputText: 3000,
  /** https://docs.slack.dev/reference/block-kit/blocks/table-block: the cell is ours, so that 100 of them fit */
  tableRows: 100,
  tableColumns: 20,
  tableCell: 80,
  /** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
  chartTitle: 50,
  chartPoints: 20,
  chartLabel: 20,
  /** https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  /**
   * All blocks of a message together. Not documented: `msg_blocks_too_long` came at about 13,200
   * (bolt-js #2509) and once at 11,341 (bolt-js #2867): under 10,000.
   */
  blocksTogether: 9_700,
  /** What a notification shows is less; Slack itself takes more: https://docs.slack.dev/reference/methods/chat.postMessage */
  fallbackText: 600,
} as const;

/** Bytes of one attachment that is read: what large mail servers accept as a whole mail. */
export const LARGEST_FILE = 25 * 1024 * 1024;
/** https://docs.slack.dev/reference/block-kit/block-elements/file-input-element: files that a form takes */
export const MOST_FILES_OF_FORM = 10;
