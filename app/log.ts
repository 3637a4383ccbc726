import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

/**
 * The log on standard error: standard output belongs to the command line's answers. Lines for people where a
 * terminal shows them, JSON lines for programs else.
 * @param level pino's name of the least severe level that is written
 */
export function createLog(level: string): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: ['*.token', '*.botToken', '*.appToken', '*.authorization'], censor: '…' },
  };
  const forPeople = process.stderr.isTTY === true;
  return pino(
    options,
    forPeople
      ? pretty({ destination: 2, sync: true, translateTime: 'SYS:HH:MM:ss', singleLine: true })
      : pino.destination({ dest: 2, sync: true }),
  );
}
