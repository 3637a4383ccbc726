import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
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

import { checkReply } from '../../src/replies/index.ts';
import { readArguments } from './arguments.ts';
import { EXIT, UsageError } from './exit.ts';
import { jsonText } from './json-text.ts';
import { renderVerdict } from './render.ts';
import { renderComparison, renderReport } from './render-check.ts';
import { CHECK } from './table/judging.ts';
import { paintFor, type Terminal, write } from './terminal.ts';

/** What a check asks: servers in their order, and the ids of blocklists. */
export type DnsConfig = {
  readonly DNS_SERVERS: Parameters<typeof createResolver>[0]['servers'];
  readonly DNS_BLOCKLISTS: readonly string[];
};

const MORE = '--verbose: every check, all changes, how to verify';

/**
 * `bounce-triage check [DOMAIN] [IP] [SELECTOR…] …`: looks into DNS for what may have made a mail bounce.
 * With `--json` it prints the report that src/dns/report.ts describes, and with `--since` also what changed.
 * @returns the exit status: 0 where nothing is wrong, 1 where something is or could not be checked, 2 for wrong use
 */
export async function checkDns(
  args: readonly string[],
  catalogs: Catalogs,
  dns: DnsConfig,
  terminal: Terminal,
): Promise<number> {
  const options = readOptions(args);
  const { catalog } = await openCatalog(catalogs);
  const { input } = options;
  const fault = blocklistFault(dns.DNS_BLOCKLISTS, input.blocklist ?? null, catalog);
  if (fault !== null) throw new UsageError(fault);
  const earlier = options.since === undefined ? null : await readEarlier(options.since);
  const text = options.text === undefined ? '' : await readText(options.text);

  const checks = createChecks({
    resolver: createResolver({ servers: dns.DNS_SERVERS }),
    catalog,
    lists: dns.DNS_BLOCKLISTS,
  });
  const { domain, from, ip, recipient } = input;
  const isAgain = earlier !== null && [domain, from, ip, recipient].every((one) => one === null);
  const outcome = await checks.check({ ...(isAgain ? again(earlier) : input), text }, earlier !== null);
  if ('faults' in outcome) throw new UsageError(outcome.faults.join(' '));
  const { report } = outcome;
  const since = earlier && { at: earlier.at, ...compareReports(earlier, report) };
  if (options.json) await write(terminal.stdout, `${jsonText(since ? { ...report, since } : report)}\n`);
  else {
    const changed = since ? `${renderComparison(since.at, since, terminal)}\n` : '';
    const said = options.verbose
      ? renderReport(report, terminal)
      : `${renderVerdict(checkReply(report, null), terminal, { verbose: false, tellsOfMore: false })}\n${paintFor(terminal)('gray', MORE)}\n`;
    await write(terminal.stdout, `${changed}${said}`);
  }
  return report.cause.kind === 'none' ? EXIT.found : EXIT.none;
}

/** @throws UsageError where the options are wrong */
function readOptions(args: readonly string[]) {
  const { values, words } = readArguments(CHECK, args);
  const control = CONTROLS.find((known) => known === values.control) ?? null;
  if (values.control !== undefined && control === null) {
    throw new UsageError(`There is no control "${values.control}". Known: ${CONTROLS.join(', ')}.`);
  }
  const named = subjectIn(words);
  const ips = [...named.ips, ...(values.ip === undefined ? [] : [values.ip])];
  if (new Set(ips).size > 1) throw new UsageError('Name one IP address at a time.');
  const { helo = null, from = null, recipient = null, list = null } = values;
  const input: CheckInput = {
    domain: named.domain,
    ip: ips[0] ?? null,
    helo,
    from,
    recipient,
    selectors: [...named.selectors, ...values.selector],
    control,
    blocklist: list,
  };
  return { ...values, input };
}

/**
 * Domain, IP address and selectors without an option, as in chat. A second word with a dot in it is more likely
 * another domain than a selector, which then is written with its domain ("s1.eu:example.com") or behind the option.
 */
function subjectIn(words: readonly string[]) {
  const ips = words.filter((word) => isIP(word) !== 0);
  const [domain = null, ...selectors] = words.filter((word) => isIP(word) === 0);
  if (selectors.some((word) => word.includes('.') && !/:|\._domainkey\./.test(word))) {
    throw new UsageError('Name one domain at a time. Write a selector with a dot in it behind --selector.');
  }
  return { ips, domain, selectors };
}

/** @throws UsageError where the earlier report can't be had */
async function readEarlier(file: string): Promise<CheckReport> {
  const report = await readReport(jsonIn(await readText(file)));
  if (!report) throw new UsageError(`${file}: it is not a report that "bounce-triage check --json" wrote.`);
  return report;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`${file}: it can't be read.`);
  }
}

/** What an earlier check was about, to be asked again. */
function again({ subject }: CheckReport): CheckInput {
  return { ...subject, selectors: subject.selectors.map(({ selector, domain }) => `${selector}:${domain}`) };
}
