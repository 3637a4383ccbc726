// Runs a program on another Node, and ends as it ends. These files must be understood by any Node.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Tells the program which process waits for it. */
const WAITING = 'BOUNCE_TRIAGE_WAITING';
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** How often the program looks whether that process is still there, in milliseconds. */
const LOOK = 500;

/**
 * @param {string} node path of the Node that is to run it
 * @param {readonly string[]} args the program and what it is given
 * @param {(message: string) => void} fail is told where that Node can't be started
 */
export function takeOver(node, args, fail) {
  let child;
  // First the listeners: a signal that comes in between would end this process, and not the other. Ctrl+C reaches both,
  // so the program may be told twice; it knows that, see app/stopping.ts.
  for (const signal of FORWARDED) process.on(signal, () => child?.kill(signal));
  child = spawn(node, args, { stdio: 'inherit', env: { ...process.env, [WAITING]: String(process.pid) } });
  child.on('error', (error) => fail(`${node} can't be started: ${error.message}`));
  // As shells have it: 128 and the signal's number.
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

/** Where a process waits for this one and is killed, so that it can't pass that on, this one is told to end. */
export function endWithWaiting() {
  const waiting = Number(process.env[WAITING]);
  // What this process starts has this one to wait for it.
  delete process.env[WAITING];
  // Windows ends the processes of a process itself.
  if (!waiting || process.platform === 'win32') return;
  setInterval(() => {
    if (process.ppid !== waiting) process.kill(process.pid, 'SIGTERM');
  }, LOOK).unref();
}
