/** Figures: Slack's native chart and table. What they show is in the lines too, so they are the first to go. */
import type { types } from '@slack/bolt';
import type { Figure } from '../../../src/replies/index.ts';
import { LIMITS } from '../limits.ts';
import { clip } from './escape.ts';

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block; @slack/types 3.2 does not know it. */
export type ChartBlock = types.Block & {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart: {
    readonly type: 'bar';
    readonly series: readonly {
      readonly name: string;
      readonly data: readonly { readonly label: string; readonly value: number }[];
    }[];
    readonly axis_config: { readonly categories: readonly string[]; readonly y_label: string };
  };
};

export type ShownBlock = types.KnownBlock | ChartBlock;

export function chartBlock({ title, bars }: Extract<Figure, { kind: 'bars' }>): ChartBlock {
  const data = bars
    .slice(-LIMITS.chartPoints)
    .map(({ label, value }) => ({ label: clip(label, LIMITS.chartLabel), value }));
  return {
    type: 'data_visualization',
    title: clip(title, LIMITS.chartTitle),
    chart: {
      type: 'bar',
      series: [{ name: 'Bounces', data }],
      axis_config: { categories: data.map(({ label }) => label), y_label: 'Bounces' },
    },
  };
}

function tableBlock({ columns, rows }: Extract<Figure, { kind: 'table' }>): types.TableBlock {
  const cells = (row: readonly string[]) =>
    row.slice(0, LIMITS.tableColumns).map((text) => ({
      type: 'raw_text' as const,
      text: clip(text, LIMITS.tableCell) || '–',
    }));
  return { type: 'table', rows: [columns, ...rows].slice(0, LIMITS.tableRows).map(cells) };
}

/** @returns the figure as a block, or none */
export function figureBlocks(figure: Figure | undefined): ShownBlock[] {
  if (figure === undefined) return [];
  if (figure.kind === 'table') return figure.rows.length === 0 ? [] : [tableBlock(figure)];
  return figure.bars.length === 0 ? [] : [chartBlock(figure)];
}
