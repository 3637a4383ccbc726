/** The command line. It judges by itself; `audit` and `backup` look into the team's database. */
import type { Catalogs } from '../../src/catalog/index.ts';
import { audit } from './audit.ts';
import { backupCommand } from './backup.ts';
import { listCatalog } from './catalog.ts';
import { checkDns, type DnsConfig } from './check.ts';
import type { StoreConfig } from './database.ts';
import { EXIT } from './exit.ts';
import { explain } from './explain.ts';
import { lookup } from './lookup.ts';
import { roles } from './roles.ts';

const HELP = `bounce-triage                      run the bot: every chat platform that has its tokens, else the local web chat
bounce-triage lookup QUERY         what a code, a tag or a few words mean: 421 4.7.28, TS03, mailbox full
bounce-triage explain [FILE…]      explain the bounces in texts, mails or logs (standard input without a file)
    --json                         one JSON object a bounce, one a line
    --why                          what else it could have been, and why that lost; also with --json
    --batch                        read lines {"id": …, "text": …}, write lines {"id": …, "noticed": …, "bounces": […]}
bounce-triage catalog              list what the bot knows
    --provider ID, --reason ID     only entries of that provider, of that reason
    --json                         one JSON object an entry, one a line
    --check                        look for entries that can't be reached, doubles, texts that match nothing
    --schema                       the JSON Schema of a catalog file, for editors
bounce-triage check [DOMAIN]       look into DNS: SPF, DKIM, DMARC, reverse DNS, MX, TLS policies, blocklists
    --ip IP                        the address that sent: would it pass SPF, has it reverse DNS, is it listed
    --from DOMAIN                  the domain in the From header, where it isn't the envelope's
    --selector S                   a DKIM selector, S or S:DOMAIN; may be given several times
    --helo NAME                    the name that the sending server greets with
    --recipient DOMAIN             where the mail goes: mail hosts, MTA-STS, DANE
    --control C, --list ID         what the bounce says failed (spf, dkim, dmarc, ptr, tls), which blocklist it names
    --text FILE                    a text that may name the sending platform, such as the bounce
    --json                         the report as one JSON object
    --since FILE                   what changed since an earlier --json; asks the same again where nothing else is said
bounce-triage ticket CASE          what whoever is to mend a case needs to know, to copy into any tracker
    --format md|text               as Markdown, or as plain text (that is the default); --team T
bounce-triage audit [FILE]         who did what when, oldest first (standard output without a file)
    --since DATE, --until DATE     from that day on, up to that day (UTC): 2026-11-21
    --case ID, --address A, --actor ID, --team T    only what is about these
    --format csv|jsonl             for spreadsheets (that is the default), or one JSON object a line
    --force                        overwrite FILE
bounce-triage suppressions …       the list of addresses that are not to be mailed; for all: --team T, --json
    add ADDRESS --reason R         put an address on it; --note T says on what evidence, --yes suppresses it although
                                   its last bounce says to keep it
    remove ADDRESS --note T        take an address off it, and say why
    show ADDRESS                   whether it is suppressed, since when, by whom and why
    search TEXT, list              addresses with a text in them; all
    import FILE                    take over a list: CSV, JSON, JSON lines or plain lines; - is standard input.
                                   Amazon SES, SendGrid, Mailgun, Postmark, SparkPost, Mandrill, Mailchimp and Brevo
                                   are told by their columns, or by --format F; --reason R holds for all rows
        --check                    only count what would be done; --yes adds also what the last bounce says to keep
    export [FILE]                  write the list (standard output without a file); --force overwrites FILE
        --format F                 for whom: bounce-triage (CSV), json, lines, ses, ses-json, sendgrid, sendgrid-json,
                                   sendgrid-spam-reports, mailgun, mailgun-json, mailgun-complaints, postmark,
                                   postmark-json, sparkpost, sparkpost-json, mandrill, brevo
bounce-triage forget ADDRESS       erase an address everywhere; it stays suppressed if it was. --yes asks nothing
bounce-triage roles                who may triage in a team; --triagers S0123=@email-ops, --admins …, --team T change it
bounce-triage doctor NAME          slack or discord: look at its tokens, permissions and connections, and say what to mend
bounce-triage backup FILE          copy the SQLite database, also while the bot runs; --force overwrites FILE
bounce-triage help                 this text

Exit status: 0 a bounce was found, 1 none was, 2 wrong use, 3 it failed. check: 0 nothing is wrong, 1 something is, or is not known.
`;

/**
 * @param command the first word behind `bounce-triage`
 * @param rest the words behind it
 * @param catalogs where the catalog lies
 * @param readDns the configuration of DNS; throws where it is wrong
 * @param readStore the configuration of the store; throws where it is wrong
 * @returns the exit status
 */
export async function runCommand(
  command: string,
  rest: readonly string[],
  catalogs: Catalogs,
  readDns: () => DnsConfig,
  readStore: () => StoreConfig,
): Promise<number> {
  process.stdout.on('error', endWhenUnread);
  if (command === 'explain') return explain(rest, catalogs);
  if (command === 'lookup') return lookup(rest, catalogs);
  if (command === 'check') return checkDns(rest, catalogs, readDns());
  if (command === 'audit') return audit(rest, readStore().DATABASE_URL);
  if (command === 'ticket') {
    return (await import('./ticket.ts')).ticketCommand(rest, catalogs, readStore());
  }
  if (command === 'backup') return backupCommand(rest, readStore().DATABASE_URL);
  if (command === 'suppressions') {
    return (await import('./suppressions.ts')).suppressions(rest, catalogs, readStore());
  }
  if (command === 'forget') return (await import('./forget.ts')).forgetCommand(rest, readStore());
  if (command === 'roles') return roles(rest, readStore());
  if (command === 'catalog') return listCatalog(rest, catalogs);
  if (['help', '--help', '-h'].includes(command)) {
    process.stdout.write(HELP);
    return EXIT.found;
  }
  process.stderr.write(`There is no command "${command}".\n\n${HELP}`);
  return EXIT.usage;
}

/** `… | head`: nobody reads on, which is no failure. */
function endWhenUnread(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(EXIT.found);
  throw error;
}
