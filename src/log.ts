import { type Logger, pino } from 'pino';

/**
 * The log, as JSON lines on standard error: standard output belongs to the command line's answers.
 * @param level pino's name of the least severe level that is written
 */
export function createLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      redact: { paths: ['*.token', '*.botToken', '*.appToken', '*.authorization'], censor: '…' },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
