/** What was left out of a message, and where there is no such limit. */

/** Limits of length, as they are told: of a text, of a file, of files together, of bounces, problems and time. */
const OF_LENGTH =
  /\b(?:Only the (?:first )?\d|Stopped after \d|took too long|more than \d+ MB|larger than the \d+ MB|may have \d+ MB)/;
const WHOLE_LOGS = 'The command line reads whole logs: bounce-triage explain FILE.';

/** @returns all that was left out, each sentence once; where something was too long, also who reads it whole */
export function joinedLefts(lefts: readonly (string | null)[]): string | null {
  const all = [...new Set(lefts.filter((left) => left !== null))].join(' ');
  if (all === '') return null;
  return OF_LENGTH.test(all) && !all.includes(WHOLE_LOGS) ? `${all} ${WHOLE_LOGS}` : all;
}
