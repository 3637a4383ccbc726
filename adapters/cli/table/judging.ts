/** Commands that judge by themselves, without the team's database. */
import { CONTROLS, REASONS } from '../../../src/catalog/words.ts';
import type { Command } from './command.ts';

const VERBOSE = {
  name: 'verbose',
  letter: 'v',
  says: 'print all that is known, such as the server’s words, all steps and sources',
} as const;

export const LOOKUP = {
  name: 'lookup',
  summary: 'say what a code, a tag or a few words mean',
  examples: [
    { line: 'lookup 421 4.7.28', says: 'a reply code and an enhanced code' },
    { line: 'lookup TS03', says: 'a tag of a provider' },
    { line: 'lookup mailbox full', says: 'words' },
    { line: 'lookup --json 550 5.7.26', says: 'the same for a program' },
  ],
  arguments: [{ name: 'QUERY', many: true, says: 'a code, a tag or a few words' }],
  options: [VERBOSE, { name: 'json', says: 'print one JSON object' }],
  statuses: { 0: 'it is known', 1: 'it is not' },
} as const satisfies Command;

export const EXPLAIN = {
  name: 'explain',
  summary: 'explain the bounces in texts, mails or logs',
  about: [
    'Without a file it reads standard input; so does a single dash in place of a file.',
    'One bounce is told in a few lines, several as a table of their problems. Over three problems the table stands alone, and --show tells of one of them.',
    'Logs that are longer than 1 MB, and several logs, are read to their end, however long they are, packed with gzip or zstd or not: as one log, in the order of their times, with all lines of one message told together. On a terminal a bar shows how far it is; Ctrl+C ends it with the summary so far.',
  ],
  examples: [
    { line: 'explain bounce.eml', says: 'a mail; a log, a webhook or a text is told by itself' },
    { line: 'explain -r Maildir/new', says: 'all files in a folder and in those under it' },
    { line: 'explain --show 3 mail.log', says: 'the third problem of the table' },
    { line: 'explain --dead mail.log > dead.txt', says: 'the addresses that are surely dead, one a line' },
    { line: 'explain /var/log/mail.log*', says: 'whole logs, rotated and packed ones too' },
    { line: 'explain --json mail.log', says: 'one JSON object a bounce, one a line' },
    { line: 'explain --html mail.log* > bounces.html', says: 'a page with charts, to send to a colleague' },
    { line: 'explain --why < bounce.txt', says: 'also what else it could have been' },
  ],
  arguments: [{ name: 'FILE', optional: true, many: true, files: true, says: 'files; folders with -r' }],
  options: [
    VERBOSE,
    { name: 'show', value: 'N', says: 'tell of the problem that has this number in the table' },
    {
      name: 'dead',
      says: 'print the addresses that are dead beyond doubt, one a line: the last word on each says so, and no mail reached it since',
    },
    { name: 'all', says: 'print the card of each problem below the table' },
    { name: 'top', value: 'N', says: 'print the N largest problems alone, and count the others' },
    {
      name: 'json',
      says: 'print one JSON object a bounce, one a line; of whole logs one a message and recipient, once its fate is known',
    },
    { name: 'csv', says: 'print the problems as a table for spreadsheets' },
    { name: 'html', says: 'print the problems as a web page of its own, with charts' },
    { name: 'why', says: 'tell what else it could have been, and why that lost; also with --json' },
    { name: 'recursive', letter: 'r', says: 'read all files in folders, and in the folders under them' },
    {
      name: 'batch',
      says: 'read lines {"id": …, "text": …} from standard input, write lines {"id": …, "noticed": …, "bounces": […]}; a line that can’t be read gets an "error" and changes nothing of the exit status, which is 0 where any text held a bounce, else 1',
    },
  ],
  statuses: {
    0: 'a bounce was found, and all was read',
    1: 'none was found, and all was read',
    2: 'wrong use, or no file could be opened',
    4: 'read in part, or not at all: a file, or a part of one, holds what can’t be read; it is named',
  },
} as const satisfies Command;

export const CHECK = {
  name: 'check',
  summary: 'look into DNS for what may have made a mail bounce',
  about: [
    'Looks at SPF, DKIM, DMARC, reverse DNS, MX, TLS policies and blocklists, and tells in a few lines what is wrong, the most likely cause and the record that fixes it.',
    'DNS_SERVERS and DNS_BLOCKLISTS say whom it asks.',
  ],
  examples: [
    { line: 'check example.com', says: 'a sender domain' },
    { line: 'check example.com 192.0.2.10 s1', says: 'with the IP that sent and a DKIM selector' },
    { line: 'check 192.0.2.10', says: 'an IP: reverse DNS and blocklists' },
    { line: 'check --json example.com > before.json', says: 'keep the report …' },
    { line: 'check --since before.json', says: '… and later see what changed' },
  ],
  arguments: [
    { name: 'DOMAIN', optional: true, says: "the envelope sender's domain, or the address" },
    { name: 'IP', optional: true, says: 'the same as --ip' },
    { name: 'SELECTOR', optional: true, many: true, says: 'the same as --selector' },
  ],
  options: [
    {
      name: 'ip',
      value: 'IP',
      says: 'the address that sent: would it pass SPF, has it reverse DNS, is it listed',
    },
    { name: 'from', value: 'DOMAIN', says: "the domain in the From header, where it isn't the envelope's" },
    {
      name: 'selector',
      value: 'S',
      many: true,
      says: 'a DKIM selector, S or S:DOMAIN; may be given several times',
    },
    { name: 'helo', value: 'NAME', says: 'the name that the sending server greets with' },
    { name: 'recipient', value: 'DOMAIN', says: 'where the mail goes: mail hosts, MTA-STS, DANE' },
    { name: 'control', value: 'C', values: CONTROLS, says: 'what the bounce says failed' },
    { name: 'list', value: 'ID', ids: 'blocklists', says: 'the blocklist that the bounce names' },
    {
      name: 'text',
      value: 'FILE',
      files: true,
      says: 'a text that may name the sending platform, such as the bounce',
    },
    {
      name: 'verbose',
      letter: 'v',
      says: 'print every check, what to change for all that is wrong, and how to verify it',
    },
    { name: 'json', says: 'print the report as one JSON object' },
    {
      name: 'since',
      value: 'FILE',
      files: true,
      says: 'tell what changed since an earlier --json; asks the same again where nothing else is said',
    },
  ],
  statuses: { 0: 'nothing is wrong', 1: 'something is wrong, or could not be checked' },
} as const satisfies Command;

export const CATALOG = {
  name: 'catalog',
  summary: 'list what the bot knows',
  examples: [
    { line: 'catalog --provider google', says: "a provider's own answers" },
    { line: 'catalog --reason mailbox-full --json', says: 'for a program' },
    { line: 'catalog --check', says: 'before you commit a change to the catalog' },
  ],
  arguments: [],
  options: [
    { name: 'provider', value: 'ID', ids: 'providers', says: 'only entries of that provider' },
    { name: 'reason', value: 'ID', values: REASONS, says: 'only entries of that reason' },
    { name: 'json', says: 'print one JSON object an entry, one a line' },
    {
      name: 'check',
      says: "look for entries that can't be reached, doubles, and texts that match nothing",
    },
    { name: 'schema', says: 'print the JSON Schema of a catalog file, for editors' },
  ],
  statuses: {
    0: 'an entry fits; --check: all is well',
    1: 'no entry fits; --check: there are mistakes',
  },
} as const satisfies Command;
