/** Modals and the Home tab, with what Slack refuses. https://docs.slack.dev/reference/views */
import { z } from 'zod';
import { type Block, block, controlsOf, id, option, plain } from './check-blocks.ts';
import { type Answer, type Args, parseJson, refuse } from './web-api.ts';
import type { State } from './workspace-state.ts';

const options = (most: number) => z.array(option).min(1).max(most);
const conversationFilter = z.strictObject({
  include: z.array(z.enum(['im', 'mpim', 'private', 'public'])).min(1),
  exclude_bot_users: z.boolean().optional(),
});
const element = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('plain_text_input'),
    action_id: id,
    multiline: z.boolean().optional(),
    max_length: z.int().min(1).max(3000).optional(),
    initial_value: z.string().max(3000).optional(),
  }),
  z.strictObject({
    type: z.literal('radio_buttons'),
    action_id: id,
    options: options(10),
    initial_option: option.optional(),
  }),
  z.strictObject({
    type: z.literal('static_select'),
    action_id: id,
    options: options(100),
    initial_option: option.optional(),
  }),
  z.strictObject({
    type: z.literal('checkboxes'),
    action_id: id,
    options: options(10),
    initial_options: options(10).optional(),
  }),
  z.strictObject({
    type: z.literal('multi_static_select'),
    action_id: id,
    options: options(100),
    initial_options: options(100).optional(),
  }),
  z.strictObject({
    type: z.literal('conversations_select'),
    action_id: id,
    initial_conversation: z.string().optional(),
    default_to_current_conversation: z.boolean().optional(),
    filter: conversationFilter.optional(),
  }),
  z.strictObject({ type: z.literal('users_select'), action_id: id, initial_user: z.string().optional() }),
  z.strictObject({
    type: z.literal('file_input'),
    action_id: id,
    max_files: z.int().min(1).max(10).optional(),
    filetypes: z.array(z.string()).optional(),
  }),
]);
const input = z.strictObject({
  type: z.literal('input'),
  block_id: id,
  label: plain(2000),
  hint: plain(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element,
});
const blocks = z.array(z.union([input, block])).max(100);
const common = { callback_id: id.optional(), private_metadata: z.string().max(3000).optional(), blocks };
/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block: "available in messages" */
const isForMessages = (view: { blocks: readonly { type: string }[] }): boolean =>
  view.blocks.some(({ type }) => type === 'table' || type === 'data_visualization');
const FOR_MESSAGES = 'tables and charts are for messages';
const modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    ...common,
  })
  .refine((view) => view.submit || !view.blocks.some(({ type }) => type === 'input'), 'inputs need a submit')
  .refine((view) => !isForMessages(view), FOR_MESSAGES);
const home = z
  .strictObject({ type: z.literal('home'), ...common })
  .refine((view) => !isForMessages(view), FOR_MESSAGES);

export type View = z.infer<typeof modal> | z.infer<typeof home>;
export type Input = z.infer<typeof input>;
export type OpenView = {
  readonly id: string;
  readonly user: string;
  view: View;
  /** It was submitted, and tells what became of it. */
  submitted: boolean;
};

export const inputsOf = ({ blocks: all }: View): Input[] => all.filter((one) => one.type === 'input');
export const blocksOf = ({ blocks: all }: View): Block[] => all.filter((one) => one.type !== 'input');

const read = (shape: typeof modal | typeof home, args: Args): View | Answer => {
  const parsed = shape.safeParse(parseJson(args.view));
  if (!parsed.success)
    return refuse(
      'invalid_arguments',
      parsed.error.issues.map((issue) => JSON.stringify(issue)),
    );
  const ids = [
    ...inputsOf(parsed.data).map(({ block_id }) => block_id),
    ...controlsOf(blocksOf(parsed.data)).map(({ action_id }) => action_id),
  ];
  return new Set(ids).size === ids.length ? parsed.data : refuse('invalid_arguments', ['ids stand twice']);
};
/** @returns a modal as Slack takes it, or why it doesn't */
export const readModal = (view: unknown): View | Answer => read(modal, { view });
const isRefusal = (view: View | Answer): view is Answer => 'ok' in view;

/** Milliseconds that a trigger is good for. */
const TRIGGER = 3000;

/** Modals that may lie on top of each other. */
const STACK = 3;

/** What somebody has before them, the last on top. */
export const openFor = (state: State, user: string): OpenView[] =>
  [...state.views.values()].filter((one) => one.user === user && !one.submitted);

/** https://docs.slack.dev/reference/methods/views.push: only on top of a modal */
export const pushView = (state: State, args: Args): Answer => {
  const { user = '' } = state.triggers.get(String(args.trigger_id)) ?? {};
  const before = openFor(state, user).length;
  if (before === 0) return refuse('invalid_trigger_id');
  return before >= STACK ? refuse('push_limit_reached') : openView(state, args);
};

export const openView = (state: State, args: Args): Answer => {
  const trigger = state.triggers.get(String(args.trigger_id));
  if (trigger === undefined) return refuse('invalid_trigger_id');
  if (trigger.used) return refuse('exchanged_trigger_id');
  if (Date.now() - trigger.at > TRIGGER) return refuse('expired_trigger_id');
  const view = read(modal, args);
  if (isRefusal(view)) return view;
  trigger.used = true;
  const opened = { id: `V${state.views.size + 1}`, user: trigger.user, view, submitted: false };
  state.views.set(opened.id, opened);
  state.changed.emit('change');
  return { ok: true, view: { id: opened.id } };
};

export const updateView = (state: State, args: Args): Answer => {
  const opened = state.views.get(String(args.view_id));
  if (opened === undefined) return refuse('not_found');
  const view = read(modal, args);
  if (isRefusal(view)) return view;
  opened.view = view;
  state.changed.emit('change');
  return { ok: true, view: { id: opened.id } };
};

export const publishView = (state: State, args: Args): Answer => {
  const view = read(home, args);
  if (isRefusal(view)) return view;
  const user = String(args.user_id);
  state.homes.set(user, { id: `H${user}`, user, view, submitted: false });
  state.changed.emit('change');
  return { ok: true, view: { id: `H${user}` } };
};
