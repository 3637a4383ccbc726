/** The platform of the crash test: it keeps what the replicas post, and counts what came twice. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Post = { readonly id: string; readonly messageId: string; readonly caseId: string | null };

export type TestPlatform = {
  readonly url: string;
  /** Every post that was made, in its order. */
  readonly posts: Post[];
  close(): void;
};

export async function startPlatform(): Promise<TestPlatform> {
  const posts: Post[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const body = JSON.parse(text) as Post & { kind: string };
      const found = posts.find(({ id }) => id === body.id);
      if (request.url === '/deliver' && body.kind === 'post') posts.push(body);
      const ref = request.url === '/find' ? (found ? `C1:${body.id}` : null) : `C1:${body.id}`;
      response.end(JSON.stringify({ ref: body.kind === 'post' || request.url === '/find' ? ref : null }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    close: () => server.close(),
  };
}
