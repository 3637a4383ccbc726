/**
 * What Slack refuses of a message's blocks, by its own documentation, written apart from the adapter's table so
 * that a mistake there shows. https://docs.slack.dev/reference/block-kit/
 */
import { z } from 'zod';

export const plain = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
const anyText = (max: number) => z.discriminatedUnion('type', [plain(max), mrkdwn(max)]);
export const id = z.string().min(1).max(255);
const httpUrl = z.url({ protocol: /^https?$/ }).max(3000);

const confirm = z.strictObject({
  title: plain(100),
  text: anyText(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(['primary', 'danger']).optional(),
});
const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  action_id: id,
  value: z.string().max(2000).optional(),
  url: httpUrl.optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirm.optional(),
  accessibility_label: z.string().max(75).optional(),
});

export const option = z.strictObject({
  text: plain(75),
  value: z.string().min(1).max(150),
  description: plain(75).optional(),
});
type Option = z.infer<typeof option>;
/** https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object */
const optionGroup = z.strictObject({ label: plain(75), options: z.array(option).min(1).max(100) });
const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    action_id: id,
    placeholder: plain(150).optional(),
    options: z.array(option).min(1).max(100).optional(),
    option_groups: z.array(optionGroup).min(1).max(100).optional(),
    initial_option: option.optional(),
  })
  .refine(
    ({ options, option_groups }) => (options === undefined) !== (option_groups === undefined),
    'a select needs options or option_groups, and not both',
  );
const select = z.discriminatedUnion('type', [
  staticSelect,
  z.strictObject({
    type: z.literal('users_select'),
    action_id: id,
    placeholder: plain(150).optional(),
    initial_user: z.string().optional(),
  }),
]);

/** https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element: "up to five option objects" */
const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: id,
  options: z.array(option).min(1).max(5),
  confirm: confirm.optional(),
});

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional();
const richElement = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), style }),
  z.strictObject({ type: z.literal('link'), url: httpUrl, text: z.string().min(1).optional(), style }),
  z.strictObject({ type: z.literal('user'), user_id: z.string().regex(/^[UW][A-Z0-9]+$/), style }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: z.string().regex(/^S[A-Z0-9]+$/), style }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int().positive(),
    format: z.string().regex(/\{\w+\}/),
    fallback: z.string().min(1).optional(),
    url: httpUrl.optional(),
    style,
  }),
]);
const richSection = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(richElement).min(1),
});
const richPart = z.discriminatedUnion('type', [
  richSection,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['ordered', 'bullet']),
    elements: z.array(richSection).min(1),
    indent: z.int().min(0).max(8).optional(),
    offset: z.int().min(0).optional(),
    border: z.union([z.literal(0), z.literal(1)]).optional(),
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(richElement).min(1) }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(richElement).min(1),
    border: z.union([z.literal(0), z.literal(1)]).optional(),
  }),
]);

const block_id = id.optional();
const simpleBlocks = [
  z.strictObject({ type: z.literal('header'), text: plain(150), block_id }),
  z
    .strictObject({
      type: z.literal('section'),
      text: anyText(3000).optional(),
      fields: z.array(anyText(2000)).min(1).max(10).optional(),
      accessory: button.optional(),
      expand: z.boolean().optional(),
      block_id,
    })
    .refine((section) => section.text || section.fields, 'a section needs text or fields'),
  z.strictObject({ type: z.literal('context'), elements: z.array(anyText(3000)).min(1).max(10), block_id }),
  z.strictObject({
    type: z.literal('actions'),
    elements: z
      .array(z.union([button, select, overflow]))
      .min(1)
      .max(25),
    block_id,
  }),
  z.strictObject({ type: z.literal('divider'), block_id }),
  z.strictObject({ type: z.literal('rich_text'), elements: z.array(richPart).min(1), block_id }),
] as const;
const label = z.string().min(1).max(20);
/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
const chart = z.strictObject({
  type: z.literal('data_visualization'),
  title: z.string().min(1).max(50),
  chart: z
    .strictObject({
      type: z.enum(['bar', 'line', 'area']),
      series: z
        .array(
          z.strictObject({
            name: label,
            data: z
              .array(z.strictObject({ label, value: z.number() }))
              .min(1)
              .max(20),
          }),
        )
        .min(1)
        .max(6),
      axis_config: z.strictObject({
        categories: z.array(label).min(1).max(20),
        x_label: z.string().max(50).optional(),
        y_label: z.string().max(50).optional(),
      }),
    })
    .refine(
      ({ series, axis_config: { categories } }) =>
        new Set(categories).size === categories.length &&
        series.every(({ data }) => data.map((point) => point.label).join() === categories.join()),
      'labels must match the categories, which are unique',
    ),
  block_id,
});
/** https://docs.slack.dev/reference/block-kit/blocks/table-block */
const table = z
  .strictObject({
    type: z.literal('table'),
    column_settings: z
      .array(
        z.strictObject({
          align: z.enum(['left', 'center', 'right']).optional(),
          is_wrapped: z.boolean().optional(),
        }),
      )
      .max(20)
      .optional(),
    rows: z
      .array(
        z
          .array(z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }))
          .min(1)
          .max(20),
      )
      .min(1)
      .max(100),
    block_id,
  })
  .refine(({ rows }) => characters(rows) <= 10_000, 'a table holds 10,000 characters');

export const block = z.discriminatedUnion('type', [...simpleBlocks, chart, table]);
const blocks = z
  .array(block)
  .max(50, 'no more than 50 items allowed')
  .refine((all) => all.filter(({ type }) => type === 'data_visualization').length <= 2, 'at most two charts')
  .refine((all) => all.filter(({ type }) => type === 'table').length <= 1, 'only one table');

export type Block = z.infer<typeof block>;
export type Button = z.infer<typeof button>;
export type Select = z.infer<typeof select>;
export type Overflow = z.infer<typeof overflow>;
export type RichElement = z.infer<typeof richElement>;

/** bolt-js #2509 */
const MOST_CHARACTERS = 13_200;

/** @returns the characters of all texts in it, as Slack is thought to count them */
export function characters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + characters(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inside]) =>
      sum + (typeof inside === 'string' && key !== 'type' ? inside.length : characters(inside)),
    0,
  );
}

const doubles = (ids: readonly string[]): string[] => ids.filter((one, index) => ids.indexOf(one) !== index);

/** What can be pressed or chosen from. */
export const controlsOf = (all: readonly Block[]): (Button | Select | Overflow)[] =>
  all.flatMap((one) => {
    if (one.type === 'actions') return one.elements;
    return one.type === 'section' && one.accessory ? [one.accessory] : [];
  });

export const buttonsOf = (all: readonly Block[]): Button[] =>
  controlsOf(all).filter((one) => one.type === 'button');

export const menusOf = (all: readonly Block[]): Select[] =>
  controlsOf(all).filter((one) => one.type === 'static_select' || one.type === 'users_select');

/** What stands behind the ⋯. */
export const overflowOf = (all: readonly Block[]): Overflow | undefined =>
  controlsOf(all).find((one) => one.type === 'overflow');

type Options = {
  readonly options?: readonly Option[] | undefined;
  readonly option_groups?: readonly { readonly options: readonly Option[] }[] | undefined;
};

/** @returns all that can be chosen, whatever group it is in */
export const optionsOf = ({ options = [], option_groups = [] }: Options): readonly Option[] => [
  ...options,
  ...option_groups.flatMap((group) => group.options),
];

type Checked =
  | { readonly ok: true; readonly blocks: readonly Block[] }
  | { readonly ok: false; readonly error: string; readonly messages: readonly string[] };

/**
 * @param json the `blocks` argument as it was sent
 * @param unknownTypes blocks that this workspace does not take
 * @returns the blocks, or Slack's error code with what it would say to a developer
 */
export const checkBlocks = (json: unknown, unknownTypes: ReadonlySet<string> = new Set()): Checked => {
  const parsed = blocks.safeParse(json);
  const strange = parsed.success && parsed.data.find(({ type }) => unknownTypes.has(type));
  if (strange) {
    return { ok: false, error: 'invalid_blocks', messages: [`[ERROR] unsupported block: ${strange.type}`] };
  }
  if (!parsed.success) {
    const messages = parsed.error.issues.map(
      (issue) => `[ERROR] ${issue.message} [json-pointer:/blocks/${issue.path.join('/')}]`,
    );
    return { ok: false, error: 'invalid_blocks', messages };
  }
  const twice = [
    ...doubles(controlsOf(parsed.data).map(({ action_id }) => action_id)),
    ...doubles(parsed.data.flatMap((one) => one.block_id ?? [])),
  ];
  if (twice.length > 0) {
    return {
      ok: false,
      error: 'invalid_blocks',
      messages: twice.map((one) => `[ERROR] \`${one}\` already exists`),
    };
  }
  if (characters(json) > MOST_CHARACTERS) return { ok: false, error: 'msg_blocks_too_long', messages: [] };
  return { ok: true, blocks: parsed.data };
};
