export { type Forgotten, forget } from './forget.ts';
