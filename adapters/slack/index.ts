export { type SlackConfig, slackConfigOf } from './config.ts';
export { createSlackAdapter } from './slack-adapter.ts';
