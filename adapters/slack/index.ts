export { type SlackConfig, slackConfigOf } from './config.ts';
export { examineSlack } from './doctor/index.ts';
export { createSlackAdapter } from './slack-adapter.ts';
