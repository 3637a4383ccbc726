/** What every listener works with. */
import type { REST } from 'discord.js';
import type { Logger } from 'pino';
import type { Desk } from '../../src/desk.ts';
import type { Queue } from '../../src/queue/index.ts';
import type { ForThreads } from './delivering.ts';
import type { Posting } from './posting.ts';

export type Context = {
  readonly desk: Desk;
  readonly queue: Queue;
  readonly log: Logger;
  readonly rest: REST;
  readonly posting: Posting;
  readonly threadsIn: (channelId: string) => ForThreads;
  /** Where Discord's API is, without the version: attachments may come from its host. */
  readonly apiUrl: string;
};
