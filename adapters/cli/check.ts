import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Catalogs, CONTROLS, openCatalog } from '../../src/catalog/index.ts';
import {
  blocklistFault,
  type CheckInput,
  type CheckReport,
  compareReports,
  createChecks,
  createResolver,
  readReport,
} from '../../src/dns/index.ts';
import { EXIT } from './exit.ts';
import { renderComparison, renderReport } from './render-check.ts';

/** What a check asks: servers in their order, and the ids of blocklists. */
export type DnsConfig = {
  readonly DNS_SERVERS: Parameters<typeof createResolver>[0]['servers'];
  readonly DNS_BLOCKLISTS: readonly string[];
};

/**
 * `bounce-triage check [DOMAIN] [--ip IP] …`: looks into DNS for what may have made a mail bounce.
 * @returns the exit status: 0 where nothing is wrong, 1 where something is or could not be checked, 2 for wrong use
 */
export async function checkDns(args: readonly string[], catalogs: Catalogs, dns: DnsConfig): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') return refuse([options]);
  const { catalog } = await openCatalog(catalogs);
  const { input } = options;
  const fault = blocklistFault(dns.DNS_BLOCKLISTS, input.blocklist ?? null, catalog);
  if (fault !== null) return refuse([fault]);
  const earlier = options.since === undefined ? null : await readEarlier(options.since);
  if (typeof earlier === 'string') return refuse([earlier]);
  const text = options.text === undefined ? '' : await readText(options.text);
  if (text === null) return refuse([`${options.text}: it can't be read.`]);

  const checks = createChecks({
    resolver: createResolver({ servers: dns.DNS_SERVERS }),
    catalog,
    lists: dns.DNS_BLOCKLISTS,
  });
  const { domain, from, ip, recipient } = input;
  const isAgain = earlier !== null && [domain, from, ip, recipient].every((one) => one === null);
  const outcome = await checks.check({ ...(isAgain ? again(earlier) : input), text }, earlier !== null);
  if ('faults' in outcome) return refuse(outcome.faults);
  const { report } = outcome;
  const since = earlier && { at: earlier.at, ...compareReports(earlier, report) };
  if (options.json) process.stdout.write(`${JSON.stringify(since ? { ...report, since } : report)}\n`);
  else {
    if (since) process.stdout.write(`${renderComparison(since.at, since)}\n`);
    process.stdout.write(renderReport(report));
  }
  return report.cause.kind === 'none' ? EXIT.found : EXIT.none;
}

function refuse(faults: readonly string[]): number {
  process.stderr.write(`${faults.join('\n')}\nSee bounce-triage help.\n`);
  return EXIT.usage;
}

/** @returns the options, or what is wrong with them */
function readOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        ip: { type: 'string' },
        selector: { type: 'string', multiple: true, default: [] },
        helo: { type: 'string' },
        from: { type: 'string' },
        recipient: { type: 'string' },
        list: { type: 'string' },
        control: { type: 'string' },
        text: { type: 'string' },
        since: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
    if (positionals.length > 1) return 'Name one domain at a time.';
    const control = CONTROLS.find((known) => known === values.control) ?? null;
    if (values.control !== undefined && control === null) {
      return `There is no control "${values.control}". Known: ${CONTROLS.join(', ')}.`;
    }
    const {
      ip = null,
      helo = null,
      from = null,
      recipient = null,
      selector: selectors,
      list = null,
    } = values;
    const [domain = null] = positionals;
    const input: CheckInput = { domain, ip, helo, from, recipient, selectors, control, blocklist: list };
    return { ...values, input };
  } catch (error) {
    return `${(error as Error).message}`;
  }
}

/** @returns the earlier report, or in plain words why it can't be had */
async function readEarlier(file: string): Promise<CheckReport | string> {
  const text = await readText(file);
  if (text === null) return `${file}: it can't be read.`;
  return (
    (await readReport(jsonIn(text))) ?? `${file}: is no report that \`bounce-triage check --json\` wrote.`
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const readText = (file: string): Promise<string | null> => readFile(file, 'utf8').catch(() => null);

/** What an earlier check was about, to be asked again. */
function again({ subject }: CheckReport): CheckInput {
  return { ...subject, selectors: subject.selectors.map(({ selector, domain }) => `${selector}:${domain}`) };
}
