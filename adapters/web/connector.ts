import type { Connector, Delivery } from '../../src/queue/index.ts';
import type { OpenPages, PageEvent } from './open-pages.ts';
import { refOf } from './ref.ts';
import { replyHere } from './shown.ts';

function eventOf({ id, messageId, place, what }: Delivery): PageEvent | null {
  switch (what.kind) {
    case 'post':
      return {
        kind: 'post',
        key: refOf({ id }, what.reply),
        messageId,
        channel: place.channel,
        reply: replyHere(what.reply),
      };
    case 'update':
      return { kind: 'update', key: what.ref, reply: replyHere(what.reply) };
    case 'line':
      return { kind: 'line', key: id, messageId, at: Date.now(), line: what.line };
    // A page knows by its key what it has already.
    case 'single':
      return null;
  }
}

/**
 * The web chat as the queue sees it. An answer goes back with the page's own request; only one that may have
 * been lost on its way is delivered here, as are updates and lines.
 */
export const createConnector = (pages: OpenPages): Connector => ({
  name: 'web',

  // A page waits for the answer, and sends its message again where it got none: none of them is put by.
  open: async () => null,

  async deliver(delivery) {
    const event = eventOf(delivery);
    if (event === null) return null;
    const seen = pages.push(event);
    if (event.kind !== 'post') return null;
    // An update or a line needs no second try: a page asks how all cases stand when it opens.
    if (!seen) throw new Error('no page of the web chat is open');
    return event.key;
  },
});
