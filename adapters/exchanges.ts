/** Requests and their answers, from the first header to the last byte: whom stopping waits for, and for how long. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Milliseconds in which whoever reads an answer may read it to its end; the process itself has 10 seconds to stop. */
const PATIENCE = 5000;

type Exchange = {
  readonly incoming: Pick<IncomingMessage, 'complete' | 'socket'>;
  readonly outgoing: Pick<ServerResponse, 'headersSent' | 'once'>;
};

export type Exchanges = {
  /** @returns resolves when its connection is done with it, whichever way it ended */
  add(exchange: Exchange): Promise<void>;
  /** Cuts off what has not arrived whole at once, and later whoever doesn't read. What is being answered goes on. */
  end(): void;
  /** @returns how many are open */
  count(): number;
};

/** @returns none yet */
export function createExchanges(): Exchanges {
  const open = new Set<Exchange>();
  const cut = (isToGo: (exchange: Exchange) => boolean): void => {
    for (const exchange of open) if (isToGo(exchange)) exchange.incoming.socket.destroy();
  };
  return {
    add(exchange) {
      open.add(exchange);
      return new Promise((resolve) => {
        exchange.outgoing.once('close', () => {
          open.delete(exchange);
          resolve();
        });
      });
    },
    count: () => open.size,

    end() {
      cut(({ incoming }) => !incoming.complete);
      setTimeout(
        () => cut(({ incoming, outgoing }) => !incoming.complete || outgoing.headersSent),
        PATIENCE,
      ).unref();
    },
  };
}
