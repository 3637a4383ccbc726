/** The web chat: a page on this machine, or where who may use it is asked, that uses the same desk as the chat platforms. */
export { nameTrouble } from './listen-error.ts';
export { isLoopback } from './reach.ts';
export { createWebAdapter } from './web-adapter.ts';
