/** Commands for the list of addresses that are not to be mailed. */
import { REASONS } from '../../../src/catalog/words.ts';
import type { Command, Option } from './command.ts';
import { TEAM } from './team.ts';

/** What a list can be read as: the ids of src/suppression-files, which is not loaded for a help text. */
export const IMPORT_FORMATS = [
  'bounce-triage',
  'ses',
  'postmark',
  'mandrill',
  'mailchimp-cleaned',
  'brevo',
  'sendgrid',
  'sendgrid-spam-reports',
  'sendgrid-unsubscribes',
  'mailgun',
  'mailgun-unsubscribes',
  'mailgun-complaints',
  'sparkpost',
  'list',
] as const;

export const EXPORT_FORMATS = [
  'bounce-triage',
  'json',
  'lines',
  'ses',
  'ses-json',
  'sendgrid',
  'sendgrid-json',
  'sendgrid-spam-reports',
  'mailgun',
  'mailgun-json',
  'mailgun-complaints',
  'postmark',
  'postmark-json',
  'sparkpost',
  'sparkpost-json',
  'mandrill',
  'brevo',
] as const;

const JSON_OUT = { name: 'json', says: 'print JSON, for programs' } as const satisfies Option;
const SHARED = [TEAM, JSON_OUT] as const;
const ADDRESS = { name: 'ADDRESS', says: 'a mail address' } as const;

export const SUPPRESSIONS = {
  name: 'suppressions',
  summary: 'keep the list of addresses that are not to be mailed',
  examples: [
    { line: 'suppressions show ann@example.com', says: 'exit status 0: do not mail it; 1: you may' },
    { line: 'suppressions import --check rejects.csv', says: 'what would be taken over' },
    { line: 'suppressions export --format ses ses.csv', says: 'for your sending platform' },
  ],
  arguments: [],
  options: SHARED,
  statuses: { 0: 'found, or changed', 1: 'nothing was found or changed' },
} as const satisfies Command;

export const ADD = {
  name: 'suppressions add',
  summary: 'put an address on the list',
  examples: [
    {
      line: 'suppressions add ann@example.com --reason suspend --note phoned',
      says: 'and on what evidence',
    },
  ],
  arguments: [ADDRESS],
  options: [
    { name: 'reason', value: 'R', values: REASONS, says: 'why: a reason of the catalog' },
    { name: 'note', value: 'T', says: 'on what evidence' },
    { name: 'yes', says: 'although the last bounce says to keep the address' },
    ...SHARED,
  ],
  statuses: { 0: 'it is suppressed now', 1: 'it was before' },
} as const satisfies Command;

export const REMOVE = {
  name: 'suppressions remove',
  summary: 'take an address off the list, and say why',
  examples: [
    {
      line: 'suppressions remove ann@example.com --note "new mailbox"',
      says: 'it may be mailed again',
    },
  ],
  arguments: [ADDRESS],
  options: [{ name: 'note', value: 'T', says: 'why it may be mailed again' }, ...SHARED],
  statuses: { 0: 'it was taken off', 1: 'it was not on the list' },
} as const satisfies Command;

export const SHOW = {
  name: 'suppressions show',
  summary: 'tell whether an address is suppressed, since when, by whom and why',
  examples: [{ line: 'suppressions show ann@example.com', says: 'before you mail it by hand' }],
  arguments: [ADDRESS],
  options: SHARED,
  statuses: { 0: 'it is suppressed: do not mail it', 1: 'it is not: you may' },
} as const satisfies Command;

export const SEARCH = {
  name: 'suppressions search',
  summary: 'list addresses with a text in them',
  examples: [{ line: 'suppressions search @example.com', says: 'those of a domain' }],
  arguments: [{ name: 'TEXT', says: 'a part of an address' }],
  options: SHARED,
  statuses: { 0: 'one was found', 1: 'none was' },
} as const satisfies Command;

export const LIST = {
  name: 'suppressions list',
  summary: 'list all addresses',
  examples: [{ line: 'suppressions list --json', says: 'one JSON object an address, one a line' }],
  arguments: [{ name: 'TEXT', optional: true, says: 'only those with this text in them' }],
  options: SHARED,
  statuses: { 0: 'here they are', 1: 'the list is empty' },
} as const satisfies Command;

export const IMPORT = {
  name: 'suppressions import',
  summary: 'take over a list from another platform',
  about: [
    'Reads CSV, JSON, JSON lines or plain lines. Amazon SES, SendGrid, Mailgun, Postmark, SparkPost, Mandrill, Mailchimp and Brevo are told by their columns.',
  ],
  examples: [
    { line: 'suppressions import --check rejects.csv', says: 'only count, and name wrong lines' },
    { line: 'suppressions import rejects.csv', says: 'take it over' },
    { line: 'suppressions import - --reason user-unknown < dead.txt', says: 'plain lines' },
  ],
  arguments: [{ name: 'FILE', files: true, says: 'the list; a single dash is standard input' }],
  options: [
    {
      name: 'format',
      value: 'F',
      values: IMPORT_FORMATS,
      says: 'whose list it is, where its columns do not tell',
    },
    { name: 'reason', value: 'R', values: REASONS, says: 'the reason for all rows' },
    { name: 'check', says: 'only count what would be done' },
    { name: 'yes', says: 'also addresses that the last bounce says to keep' },
    ...SHARED,
  ],
  statuses: { 0: 'a row was good', 1: 'none was' },
} as const satisfies Command;

export const EXPORT = {
  name: 'suppressions export',
  summary: 'write the list for a sending platform',
  examples: [
    { line: 'suppressions export backup.csv', says: "with all that is known; the bot's own format" },
    { line: 'suppressions export --format ses ses.csv', says: 'for Amazon SES' },
  ],
  arguments: [{ name: 'FILE', optional: true, files: true, says: 'where to; standard output without it' }],
  options: [
    {
      name: 'format',
      value: 'F',
      values: EXPORT_FORMATS,
      says: 'for whom',
    },
    { name: 'force', says: 'overwrite FILE' },
    ...SHARED,
  ],
  statuses: { 0: 'an address was written', 1: 'the list is empty' },
} as const satisfies Command;
