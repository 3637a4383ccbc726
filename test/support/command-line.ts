/** The command line in this process: a tenth of the time that a process takes. */
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../adapters/cli/index.ts';
import type { Terminal } from '../../adapters/cli/terminal.ts';
import { ConfigError, readDnsConfig, readReading, readStoreConfig } from '../../app/config.ts';

const CATALOG = fileURLToPath(new URL('../../catalog', import.meta.url));

export type Said = { readonly status: number; readonly out: string; readonly err: string };

type Around = {
  /** What comes on standard input. */
  readonly input?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Width of the terminal that all three streams are; without it they are pipes. */
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** The folder that relative paths start from. */
  readonly cwd?: string;
  /** The team's own catalog folder. */
  readonly own?: string;
};

/** @param words what stands behind `bounce-triage` */
export async function run(words: readonly string[], around: Around = {}): Promise<Said> {
  const { input = '', columns, env = {}, cwd, own = null } = around;
  const back = process.cwd();
  if (cwd !== undefined) process.chdir(cwd);
  const out = sink(columns);
  const err = sink(columns);
  const terminal: Terminal = {
    stdin: Object.assign(
      Readable.from(
        typeof input === 'object' && Symbol.asyncIterator in input
          ? input
          : input.length > 0
            ? [Buffer.from(input)]
            : [],
      ),
      {
        isTTY: columns !== undefined,
      },
    ),
    stdout: out.stream,
    stderr: err.stream,
    env,
    endOnInterrupt() {},
    onInterrupt: () => () => {},
  };
  try {
    const status = await runCommand(
      words,
      {
        catalogs: { folder: CATALOG, own },
        readReading: () => readReading({ LOG_TIMEZONE: 'UTC', ...env }),
        version: '1.2.3',
        readDns: () => readDnsConfig(env),
        // app/main.ts gives a default place too.
        readStore: () => readStoreConfig({ DATABASE_URL: 'bounce-triage.db', ...env }),
        async start() {
          err.stream.write('started\n');
        },
        examinations: () => ({
          slack: async () => 'There are no tokens for slack.',
          discord: async () => [],
        }),
      },
      terminal,
    );
    return { status, out: out.text(), err: err.text() };
  } catch (error) {
    // As app/main.ts does.
    if (!(error instanceof ConfigError)) throw error;
    return { status: 2, out: out.text(), err: `${error.message}\n` };
  } finally {
    process.chdir(back);
  }
}

function sink(columns: number | undefined) {
  const pieces: Buffer[] = [];
  const stream = new Writable({
    write(piece: Buffer, _, done) {
      pieces.push(piece);
      done();
    },
  });
  return {
    stream: Object.assign(stream, columns === undefined ? {} : { isTTY: true, columns }),
    text: () => Buffer.concat(pieces).toString(),
  };
}
