import type { Role } from '../cases/index.ts';
import type { Reply } from '../replies/index.ts';
import type { Context } from './context.ts';
import type { Command } from './contract.ts';

/** What follows `/bounces`. */
export type Verb = {
  readonly needs: Role;
  /** It is saved before its platform is told that we have it. */
  readonly changes?: true;
  /** @param rest what follows the verb, without blanks around it */
  run(context: Context, command: Command, rest: string): Promise<Reply>;
};
