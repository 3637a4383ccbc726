/**
 * What Slack accepts, in characters unless said otherwise, each with its source. The renderer keeps to these;
 * the stand-in in test/support/slack refuses what is over them.
 */
export const LIMITS = {
  /** https://docs.slack.dev/reference/block-kit/blocks/ */
  blocksInMessage: 50,
  /** https://docs.slack.dev/reference/block-kit/blocks/section-block */
  sectionText: 3000,
  fieldsInSection: 10,
  fieldText: 2000,
  /** https://docs.slack.dev/reference/block-kit/blocks/header-block */
  headerText: 150,
  /** https://docs.slack.dev/reference/block-kit/blocks/context-block */
  contextElements: 10,
  /** https://docs.slack.dev/reference/block-kit/blocks/actions-block */
  buttonsInRow: 25,
  /** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
  buttonText: 75,
  buttonValue: 2000,
  actionId: 255,
  url: 3000,
  /** https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  /**
   * All blocks of a message together. Not documented: `msg_blocks_too_long` came at about 13,200
   * (bolt-js #2509) and once at 11,341 (bolt-js #2867).
   */
  blocksTogether: 10_000,
  /** https://docs.slack.dev/reference/methods/chat.postMessage: over 4,000 is discouraged, over 40,000 is cut. */
  fallbackText: 3000,
} as const;

/** Bytes of one attachment that is read: what large mail servers accept as a whole mail. */
export const LARGEST_FILE = 25 * 1024 * 1024;
/** Attachments that are read of one message; people paste one or two. */
export const MOST_FILES = 5;
