/** What bolt hands to a listener, with the workspace that it happened in: `authorize` puts it there. */
import type { AllMiddlewareArgs } from '@slack/bolt';
import type { Workspace } from '../workspace.ts';

/** @throws where bolt was made without our `authorize` */
export const workspaceOf = ({ context }: Pick<AllMiddlewareArgs, 'context'>): Workspace => {
  if (typeof context.workspace !== 'object') throw new Error('a listener was called without a workspace');
  return context.workspace as Workspace;
};
