/** Puts the catalog page together: the list at /catalog, one entry at /catalog/ENTRY. */
import { keyOfPath } from './catalog-address.js';
import { browseCatalog } from './catalog-browse.js';
import { showEntry } from './catalog-entry.js';
import { createConnection } from './connection.js';

const key = keyOfPath(location.pathname);
const connection = createConnection(() => show());
const show = key === null ? browseCatalog(connection) : () => void showEntry(key, connection);
show();
