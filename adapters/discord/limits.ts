/**
 * What Discord allows, in one place. Sources: "Message resource" and "Component reference" of Discord's
 * documentation (docs.discord.com/developers), read November 2026; issue numbers are of discord/discord-api-docs.
 * Lengths are counted in UTF-16 units, which is never less than Discord's own count of characters.
 */
export const LIMITS = Object.freeze({
  /** Components V2: components in one message, nested ones counted (Component reference, "Legacy behaviour"). */
  components: 40,
  /** Components V2: characters over all text displays of a message. */
  text: 4000,
  /** Buttons in an action row (Action Row). */
  rowButtons: 5,
  /** Rows of buttons that we use at most: with five buttons each they are 24 components. */
  rows: 4,
  /** What is in a menu until something is chosen (String Select, User Select). */
  placeholder: 150,
  /** Messages of the first generation: content, an embed's description, rows (Message resource, "Embed Limits"). */
  content: 2000,
  embed: 4096,
  oldRows: 5,
  /** Button label (Button structure). */
  buttonLabel: 80,
  /** `custom_id`, 1 to 100 and unique in a message (Component reference, "Custom ID"). */
  customId: 100,
  /** Modal title (Interactions, "Modal"). */
  modalTitle: 45,
  /** Components at the top of a modal. */
  modalParts: 5,
  /** Label of a field, and the words below it (Component reference, "Label"). */
  fieldLabel: 45,
  fieldHint: 100,
  /** Characters of a text input (Component reference, "Text Input"). */
  fieldText: 4000,
  /** What stands for a picture to who can't see it (Component reference, "Media Gallery Item"). */
  description: 1024,
  /** Files in one file upload (Component reference, "File Upload"). */
  uploads: 10,
  /** Thread name, 1 to 100 (Channel resource, "Start Thread from Message"). */
  threadName: 100,
  /** Minutes without a message until a thread is archived: one of 60, 1440, 4320, 10080 (Channel resource). */
  threadArchiveMinutes: 1440,
  /** Choices in one answer to an autocomplete (Application commands, "Autocomplete"), and in a String Select. */
  choices: 25,
  /** Choice name, and choice value when it is a string (Application commands, "Option choice structure"); a Select's too. */
  choice: 100,
  /** `nonce` as a string (Message resource, "Create Message"). */
  nonce: 25,
  /** Characters of an attachment's name; ours, far below what Discord takes. */
  fileName: 100,
  /** What we download of one attachment, bytes. Discord's own limit for most servers is lower. */
  attachment: 25 * 1024 * 1024,
});
