/** The chat platforms: a new one stands here first, and `npm run check` then names every place that lacks it. */
export const PLATFORMS = ['slack', 'discord', 'web'] as const;
export type Platform = (typeof PLATFORMS)[number];
