/**
 * For tests of single HTTP calls: nock answers for the far end, inside this process. It intercepts `fetch` as well as
 * node:http and node:https, whatever address they are pinned to. Where a conversation is driven there is a stand-in.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

/**
 * To be called at the top of a file or of a `describe`. No call leaves the machine, and a call that a test announced
 * with `nock(…)` and that was not made fails it.
 */
export function interceptHttp(): void {
  beforeAll(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
    nock.enableNetConnect(LOOPBACK);
  });
  afterEach(() => {
    const left = nock.pendingMocks();
    nock.cleanAll();
    expect(left).toEqual([]);
  });
  afterAll(() => nock.restore());
}

/** For `reply`: a far end that takes the call and says nothing. (nock's own `delay` ignores a call that was aborted.) */
export const neverAnswers = (): Promise<never> => new Promise(() => undefined);

/** A server on loopback that breaks off in the middle of its answer, which nock can't do: it would end the body there. */
export async function startBreakingOff(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '1000' });
    response.write('550 5.1.1 us', () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/a.log`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
