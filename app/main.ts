/**
 * The one file that knows all the others: what was called, the configuration, the desk, the adapters. Everything
 * big is imported where it is needed, so that a lookup on the command line starts no bot.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Adapter, AdapterContext } from '../adapters/adapter.ts';
import type { Host } from '../adapters/cli/index.ts';
import { printableLines } from '../adapters/cli/lines.ts';
import type { Catalog } from '../src/catalog/index.ts';
import type { Escalating } from '../src/desk.ts';
import { PLATFORMS, type Platform } from '../src/platform.ts';
import type { Vault } from '../src/store/index.ts';
import { builtInCatalog } from './catalog-folder.ts';
import type { Config } from './config.ts';
import { findPlace, type Place, publicAddress } from './place.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const CATALOG = builtInCatalog();

/** Whether another process of ours started this one for a share of Discord's servers; the rest is that one's. */
const IS_SHARD = process.env.SHARDING_MANAGER !== undefined;

const place = placeOrExit();
const env = place.environment;
const { processTerminal, runCommand } = await import('../adapters/cli/index.ts');
process.exitCode = await runCommand(
  process.argv.slice(2),
  {
    catalogs: { folder: CATALOG, own: env.CATALOG_DIR ?? null },
    version,
    readDns: () => configured(async () => (await import('./config.ts')).readDnsConfig(env)),
    readStore: () => configured(async () => (await import('./config.ts')).readStoreConfig(env)),
    // The checks of the configuration take longer to load than a mail to explain.
    readReading: async () =>
      env.LOG_TIMEZONE || env.SOFT_BOUNCE_HOURS || env.SOFT_BOUNCE_TIMES
        ? configured(async () => (await import('./config.ts')).readReading(env))
        : { zone: null, patience: null },
    start,
    examinations,
  },
  processTerminal(),
);

/** Finds the place, and gives the processes that this one starts what was found: they may run elsewhere. */
function placeOrExit(): Place {
  try {
    const found = findPlace(process.env, process.cwd());
    Object.assign(
      process.env,
      Object.fromEntries(Object.entries(found.environment).filter(([, value]) => value !== undefined)),
    );
    return found;
  } catch (error) {
    process.stderr.write(`${printableLines((error as Error).message)}\n`);
    process.exit(2);
  }
}

/** Runs every adapter that has its tokens, until it is told to stop. */
async function start(): Promise<void> {
  const config = await configured(async () => (await import('./config.ts')).readConfig(env));
  const [
    { openFingerprint },
    { createLog },
    { growSlowly },
    { openCatalog },
    { createDesk },
    { createQueue },
    { createVault, openStore },
    { stopOnSignal },
    { startUpkeep },
  ] = await Promise.all([
    import('../src/suppressions/index.ts'),
    import('./log.ts'),
    import('../src/grow-slowly.ts'),
    import('../src/catalog/index.ts'),
    import('../src/desk.ts'),
    import('../src/queue/index.ts'),
    import('../src/store/index.ts'),
    import('./stopping.ts'),
    import('./upkeep.ts'),
  ]);
  growSlowly();
  const log = createLog(config.LOG_LEVEL);
  try {
    const { catalog, mistakes } = await openCatalog({ folder: CATALOG, own: config.CATALOG_DIR });
    if (config.CATALOG_DIR !== null) {
      const own = catalog.entries.filter((entry) => entry.own).length;
      log.info(
        { folder: config.CATALOG_DIR, entries: own },
        'your own catalog is loaded over the built-in one',
      );
    }
    for (const mistake of mistakes) log.warn(`left out of your catalog: ${mistake}`);
    const store = await openStore(config.DATABASE_URL);
    const now = (): Date => new Date();
    // Refused at start, not at the first look-up: a key that knows nobody who was forgotten.
    await openFingerprint(store, config.PRIVACY_KEY, now());
    const holder = crypto.randomUUID();
    const escalation = await escalatingWith(config, catalog, now);
    const desk = createDesk({
      catalog,
      store,
      watch: config.WATCH,
      patience: { hours: config.SOFT_BOUNCE_HOURS, times: config.SOFT_BOUNCE_TIMES },
      escalation,
      now,
      zone: config.LOG_TIMEZONE,
      holder,
      privacyKey: config.PRIVACY_KEY,
    });
    const queue = createQueue({ store, handler: desk, log, now, holder });
    const adapters = await adaptersFor(config, catalog, { desk, queue, log }, (keys) =>
      createVault(store, keys, now),
    );
    let stopUpkeep = async (): Promise<void> => {};
    stopOnSignal({
      async stop() {
        log.info('stopping: what is under way is finished first');
        await Promise.allSettled(adapters.map((adapter) => adapter.stop()));
        await queue.stop();
        await stopUpkeep();
        await store.destroy();
        log.info('stopped');
      },
      giveBack: () => queue.giveBack(),
      left: () => ({
        ...queue.unfinished(),
        unanswered: adapters.reduce((sum, { unanswered }) => sum + (unanswered?.() ?? 0), 0),
      }),
      log,
      isShard: IS_SHARD,
    });
    for (const adapter of adapters) await adapter.start();
    queue.start();
    if (!IS_SHARD) stopUpkeep = startUpkeep(store, { days: config.RETENTION_DAYS, now, log });
    log.info(
      {
        adapters: adapters.map(({ name }) => name),
        entries: catalog.entries.length,
        watch: config.WATCH,
        database: publicAddress(config.DATABASE_URL),
        settings: place.settings,
      },
      'ready',
    );
  } catch (error) {
    if (error instanceof (await import('./config.ts')).ConfigError) {
      process.stderr.write(`${printableLines(error.message)}\n`);
      process.exit(2);
    }
    log.debug({ err: error }, 'the start failed');
    log.fatal((error as Error).message);
    process.exit(1);
  }
}

/**
 * What looks into DNS, and who is told of what cannot be mended here.
 * @throws Error in plain words where the file of routes or the list of blocklists is wrong
 */
async function escalatingWith(config: Config, catalog: Catalog, now: () => Date): Promise<Escalating> {
  const [{ blocklistFault, createChecks, createResolver }, { openPlan }] = await Promise.all([
    import('../src/dns/index.ts'),
    import('../src/escalation/index.ts'),
  ]);
  const lists = config.DNS_BLOCKLISTS;
  const fault = blocklistFault(lists, null, catalog);
  if (fault !== null) throw new Error(`DNS_BLOCKLISTS: ${fault}`);
  const resolver = createResolver({ servers: config.DNS_SERVERS, now });
  const { ESCALATION_WEBHOOK: url, ESCALATION_WEBHOOK_SECRET: secret } = config;
  return {
    checks: createChecks({ resolver, catalog, lists, now }),
    autoCheck: config.DNS_CHECK === 'auto',
    plan: await openPlan(config.ESCALATION_FILE),
    hook:
      url === null || secret === null
        ? null
        : { url: new URL(url), secret, allowPrivate: config.ESCALATION_WEBHOOK_PRIVATE === 'allow' },
  };
}

/** What looks at a chat platform's set-up, without starting the bot. */
function examinations(): ReturnType<Host['examinations']> {
  const read = () => configured(async () => (await import('./config.ts')).readConfig(env));
  const lacking = async (platform: 'slack' | 'discord') =>
    (await import('./config.ts')).noTokens(platform, place);
  return {
    async slack() {
      const config = await read();
      if (!config.SLACK_BOT_TOKEN && !config.SLACK_CLIENT_ID) return lacking('slack');
      const [{ examineSlack, slackConfigOf }, { createVault, openStore }] = await Promise.all([
        import('../adapters/slack/index.ts'),
        import('../src/store/index.ts'),
      ]);
      const store = await openStore(config.DATABASE_URL);
      try {
        const slack = slackConfigOf(config, (keys) => createVault(store, keys, () => new Date()));
        return slack === null ? lacking('slack') : await examineSlack(slack);
      } finally {
        await store.destroy();
      }
    },

    async discord() {
      const config = await read();
      if (!config.DISCORD_TOKEN) return lacking('discord');
      const { examineDiscord } = await import('../adapters/discord/index.ts');
      return examineDiscord({ token: config.DISCORD_TOKEN, apiUrl: config.DISCORD_API_URL });
    },
  };
}

/** Runs what reads the configuration; where that is wrong, says so and ends. */
async function configured<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const { ConfigError } = await import('./config.ts');
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${printableLines(error.message)}\n`);
    process.exit(2);
  }
}

/** The local web chat is there when nothing else is, and when it is asked for. */
async function adaptersFor(
  config: Config,
  catalog: Catalog,
  context: AdapterContext,
  vaultWith: (keys: readonly Buffer[]) => Vault,
): Promise<readonly Adapter[]> {
  const { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl, DISCORD_SHARDS: shards } = config;
  const catchUpHours = config.CATCH_UP_HOURS;
  if (token && IS_SHARD) {
    const { createDiscordAdapter } = await import('../adapters/discord/index.ts');
    return [createDiscordAdapter({ token, apiUrl, catchUpHours }, context)];
  }
  const adapters: Adapter[] = [];
  /** Each makes its adapter, or null where it isn't configured. */
  const makers: Readonly<Record<Platform, () => Promise<Adapter | null>>> = {
    async slack() {
      if (!config.SLACK_BOT_TOKEN && !config.SLACK_CLIENT_ID) return null;
      const { createSlackAdapter, slackConfigOf } = await import('../adapters/slack/index.ts');
      const slack = slackConfigOf(config, vaultWith);
      return slack && createSlackAdapter(slack, context);
    },
    async discord() {
      if (!token) return null;
      const { createDiscordAdapter, createShardedDiscord } = await import('../adapters/discord/index.ts');
      return shards === null
        ? createDiscordAdapter({ token, apiUrl, catchUpHours }, context)
        : createShardedDiscord({ token, apiUrl }, shards, fileURLToPath(import.meta.url), context.log);
    },
    async web() {
      if (config.WEB === 'off' || (config.WEB === null && adapters.length > 0)) return null;
      const access = { token: config.WEB_TOKEN, proxies: config.WEB_TRUST_PROXY };
      const { createWebAdapter, isLoopback, nameTrouble } = await import('../adapters/web/index.ts');
      if (access.token === null && access.proxies === null && !isLoopback(config.HOST)) {
        const why =
          (await nameTrouble(config.HOST)) ??
          `The web chat is left out: HOST=${config.HOST} lets others than this machine in, which takes a WEB_TOKEN that they are asked for, or a WEB_TRUST_PROXY that asks who they are.`;
        if (adapters.length === 0) throw new (await import('./config.ts')).ConfigError(why);
        context.log.warn(why);
        return null;
      }
      return createWebAdapter({ host: config.HOST, port: config.PORT, catalog, access }, context);
    },
  };
  // The web chat comes last: it is there by itself only where nothing else is.
  for (const platform of PLATFORMS) {
    const adapter = await makers[platform]();
    if (adapter !== null) adapters.push(adapter);
  }
  return adapters;
}
