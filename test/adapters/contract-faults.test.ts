/** The contract notices an adapter that neglects a duty: what it neglects is taken away between it and the core. */
import { expect, test } from 'vitest';
import { DUTIES } from '../support/contract/duties.ts';
import { type Core, openStage } from '../support/contract/stage.ts';
import { createSlackDriver } from '../support/slack/driver.ts';

const NEGLECTS: Readonly<Record<string, { readonly duty: string; readonly through: (core: Core) => Core }>> =
  {
    'asks no confirmation': {
      duty: 'a confirmation is asked',
      through: ({ desk, queue }) => ({
        desk,
        queue: {
          ...queue,
          connect: (connector) =>
            queue.connect({
              ...connector,
              deliver(delivery) {
                const { what } = delivery;
                if (!('reply' in what) || what.reply.kind !== 'verdict') return connector.deliver(delivery);
                const { card } = what.reply;
                const actions = card.actions.map((button) => ({ ...button, confirm: null }));
                return connector.deliver({
                  ...delivery,
                  what: { ...what, reply: { ...what.reply, card: { ...card, actions } } },
                });
              },
            }),
        },
      }),
    },
    'opens an empty form': {
      duty: 'a button that asks for more',
      through: ({ desk, queue }) => ({
        desk: { ...desk, form: async () => ({ kind: 'refusal', why: 'Not here.' }) },
        queue,
      }),
    },
    'keeps to itself what is wrong in a form': {
      duty: 'what is wrong in a form',
      through: ({ desk, queue }) => ({
        desk: {
          ...desk,
          async submit(submission, key) {
            const submitted = await desk.submit(submission, key);
            const outcome = {
              update: null,
              post: null,
              aside: null,
              details: null,
              notice: null,
              file: null,
            };
            return submitted.kind === 'wrong' ? { kind: 'done', outcome } : submitted;
          },
        },
        queue,
      }),
    },
    'reads no files': {
      duty: 'files are read',
      through: ({ desk, queue }) => ({
        desk,
        queue: {
          ...queue,
          connect: (connector) =>
            queue.connect({
              ...connector,
              async open(payload) {
                const message = await connector.open(payload);
                return message && { ...message, files: [] };
              },
            }),
        },
      }),
    },
    'misses edits': {
      duty: 'an edit that makes a bounce',
      through: ({ desk, queue }) => ({
        desk,
        queue: {
          ...queue,
          take: async (incoming, isUnwanted) =>
            incoming.edit === null ? queue.take(incoming, isUnwanted) : undefined,
        },
      }),
    },
    'misses deletions': {
      duty: 'the answer to a message that was deleted',
      through: ({ desk, queue }) => ({ desk: { ...desk, deleted: async () => undefined }, queue }),
    },
    'has no settings': {
      duty: 'settings',
      through: ({ desk, queue }) => ({
        desk: {
          ...desk,
          submit: async () => ({ kind: 'wrong', errors: { watch: 'Nothing can be set here.' } }),
        },
        queue,
      }),
    },
    'tells the queue nothing': {
      duty: 'the queue is told',
      through: ({ desk, queue }) => ({ desk, queue: { ...queue, nudge: () => undefined } }),
    },
  };

test.each(Object.entries(NEGLECTS))('an adapter that %s', async (_, { duty: begins, through }) => {
  const duty = DUTIES.find(({ title }) => title.startsWith(begins));
  if (duty === undefined) throw new Error(`there is no duty "${begins}"`);
  const stage = await openStage(createSlackDriver, through);
  try {
    await expect(duty.run(stage)).rejects.toThrow();
  } finally {
    await stage.close();
  }
});
