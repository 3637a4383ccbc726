/** The local web chat: a page on this machine that uses the same desk as the chat platforms. */
export { createWebAdapter } from './web-adapter.ts';
