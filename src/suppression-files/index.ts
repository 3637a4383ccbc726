/** Lists of addresses as files: what others export, and what they import. */
export { type ExportCount, exportList } from './export-list.ts';
export { type ImportCount, importList } from './import-list.ts';
export { FORMAT_IDS } from './read-formats.ts';
export { type List, openList } from './read-list.ts';
export { ListError } from './text-lines.ts';
export { suppressionJson, WRITE_FORMATS, type WriteFormat } from './write-formats.ts';
