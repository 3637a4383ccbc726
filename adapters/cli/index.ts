/** The command line: `bounce-triage lookup`, `bounce-triage explain`. It judges by itself and stores nothing. */
import type { Catalogs } from '../../src/catalog/index.ts';
import { listCatalog } from './catalog.ts';
import { checkDns, type DnsConfig } from './check.ts';
import { EXIT } from './exit.ts';
import { explain } from './explain.ts';
import { lookup } from './lookup.ts';

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
bounce-triage help                 this text

Exit status: 0 a bounce was found, 1 none was, 2 wrong use. check: 0 nothing is wrong, 1 something is, or is not known.
`;

/**
 * @param command the first word behind `bounce-triage`
 * @param rest the words behind it
 * @param catalogs where the catalog lies
 * @param readDns the configuration of DNS; throws where it is wrong
 * @returns the exit status
 */
export async function runCommand(
  command: string,
  rest: readonly string[],
  catalogs: Catalogs,
  readDns: () => DnsConfig,
): Promise<number> {
  process.stdout.on('error', endWhenUnread);
  if (command === 'explain') return explain(rest, catalogs);
  if (command === 'lookup') return lookup(rest, catalogs);
  if (command === 'check') return checkDns(rest, catalogs, readDns());
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
