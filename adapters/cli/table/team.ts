/** Commands that look into the team's database, or change it; also while the bot runs. */
import type { Command, Option } from './command.ts';

export const TEAM = {
  name: 'team',
  value: 'T',
  says: 'the team, where the database has several: slack:T0123, discord:42 or web:local',
} as const satisfies Option;

export const TICKET = {
  name: 'ticket',
  summary: 'print what whoever is to fix a case needs to know',
  examples: [
    { line: 'ticket c-0123456789abcdef0123', says: 'as plain text' },
    { line: 'ticket --format md c-0123456789abcdef0123', says: 'for a tracker that takes Markdown' },
  ],
  arguments: [{ name: 'CASE', says: "a case's id, as tickets and the audit trail have it" }],
  options: [
    {
      name: 'format',
      value: 'F',
      values: ['md', 'text'],
      says: 'as Markdown, or as plain text (that is the default)',
    },
    TEAM,
  ],
  statuses: { 0: 'here it is', 1: 'there is no such case' },
} as const satisfies Command;

export const AUDIT = {
  name: 'audit',
  summary: 'tell who did what when, oldest first',
  examples: [
    { line: 'audit --since 2026-11-01 --until 2026-11-30 november.csv', says: 'a month, into a file' },
    { line: 'audit --address ann@example.com', says: 'all that was done about an address' },
    { line: 'audit --format jsonl | jq .action', says: 'for a program' },
  ],
  arguments: [{ name: 'FILE', optional: true, files: true, says: 'where to; standard output without it' }],
  options: [
    { name: 'since', value: 'DATE', says: 'from that day on (UTC): 2026-11-21' },
    { name: 'until', value: 'DATE', says: 'up to and with that day' },
    { name: 'case', value: 'ID', says: 'only about that case' },
    { name: 'address', value: 'A', says: 'only about that mail address' },
    { name: 'actor', value: 'ID', says: 'only what that person did' },
    { name: 'team', value: 'T', says: 'only that team' },
    {
      name: 'format',
      value: 'F',
      values: ['csv', 'jsonl'],
      says: 'for spreadsheets (that is the default), or one JSON object a line',
    },
    { name: 'force', says: 'overwrite FILE' },
  ],
  statuses: { 0: 'an entry fits', 1: 'none does' },
} as const satisfies Command;

export const ROLES = {
  name: 'roles',
  summary: 'tell who may triage in a team, or change it',
  examples: [
    { line: 'roles --team slack:T0123', says: 'who may do what' },
    { line: 'roles --triagers S0123=@email-ops', says: 'only members of that Slack user group may triage' },
    { line: 'roles --admins U0456=Ann', says: "may change settings, besides the workspace's admins" },
    { line: 'roles --triagers everybody', says: 'every member may triage again' },
  ],
  arguments: [],
  options: [
    {
      name: 'triagers',
      value: 'WHO',
      says: 'ids of Slack user groups, of Discord roles or of people, with the names to say them by: S0123=@email-ops; a comma between two, and no blank',
    },
    { name: 'admins', value: 'WHO', says: 'the same, for who may change settings' },
    TEAM,
  ],
  statuses: { 0: 'told, or changed' },
} as const satisfies Command;

export const FORGET = {
  name: 'forget',
  summary: 'erase an address everywhere; it stays suppressed if it was',
  about: [
    "It asks first. Slack's and Discord's own messages, backups and exported files are yours to clean.",
  ],
  examples: [
    { line: 'forget ann@example.com', says: 'in cases, texts, lists and trails of all teams' },
    { line: 'forget --yes ann@example.com', says: 'without a question, for scripts' },
  ],
  arguments: [{ name: 'ADDRESS', says: 'a mail address' }],
  options: [
    { name: 'yes', says: 'ask nothing' },
    { name: 'json', says: 'print what was erased as one JSON object' },
  ],
  statuses: { 0: 'it was erased', 1: 'it was found nowhere, or the question was answered with no' },
} as const satisfies Command;

export const BACKUP = {
  name: 'backup',
  summary: 'copy the SQLite database, also while the bot runs',
  examples: [
    { line: 'backup backup.db', says: 'one file, flushed and checked' },
    { line: 'backup --force backup.db', says: 'every night, over the last one' },
  ],
  arguments: [{ name: 'FILE', files: true, says: 'the copy' }],
  options: [{ name: 'force', says: 'overwrite FILE' }],
  statuses: { 0: 'the copy is complete', 3: 'it failed; no half copy is left' },
} as const satisfies Command;
