export type { SlackConfig } from './config.ts';
export { createSlackAdapter } from './slack-adapter.ts';
