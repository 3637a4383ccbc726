/** What the server pushes: answers that were lost on their way, cases that changed, what was done with them. */

/** @import { PageEvent } from '../open-pages.ts' */

/** Milliseconds before a stream that was refused is asked for again; a lost one comes back by itself. */
const PAUSE = 1500;

/**
 * Listens for as long as the page is open. Of several tabs only one does, as a browser opens no more than six
 * connections to a server; the others see what it writes into the transcript.
 *
 * @param {object} on
 * @param {() => void} on.opened the stream is there, for the first time or again
 * @param {() => void} on.lost
 * @param {(event: PageEvent) => void} on.heard
 */
export function listen({ opened, lost, heard }) {
  const start = () => {
    const stream = new EventSource('/api/events');
    stream.addEventListener('open', opened);
    stream.addEventListener('message', ({ data }) => heard(JSON.parse(data)));
    stream.addEventListener('error', () => {
      lost();
      if (stream.readyState === EventSource.CLOSED) setTimeout(start, PAUSE);
    });
  };
  // A page that isn't on loopback and has no TLS gets no locks.
  if (navigator.locks === undefined) return start();
  void navigator.locks.request('bounce-triage.events', () => {
    start();
    return new Promise(() => {});
  });
}
