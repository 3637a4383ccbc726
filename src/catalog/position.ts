import { EVENT_MAPPING, EVENT_POP, EVENT_SCALAR, EVENT_SEQUENCE, type Event, parseEvents } from 'js-yaml';

/**
 * Finds where a field is in a YAML text. Slow: for mistakes only.
 * @param path keys and indexes from the top: ["responses", 3, "steps", 0]
 * @returns its line, counted from 1; where there is no such field, the line of the nearest one above it
 */
export function lineOfField(text: string, path: readonly PropertyKey[]): number {
  const events = parseEvents(text, {});
  let at = events.findIndex((event) => event.type === EVENT_MAPPING || event.type === EVENT_SEQUENCE);
  let found = 0;
  for (const key of path) {
    const next = childOf(events, at, key, text);
    if (next === null) break;
    at = next;
    found = startOf(events[at]) ?? found;
  }
  return text.slice(0, found).split('\n').length;
}

/** @returns the index of the event that begins the value of this key in the collection that begins at `at` */
function childOf(events: readonly Event[], at: number, key: PropertyKey, text: string): number | null {
  const isMapping = events[at]?.type === EVENT_MAPPING;
  if (!isMapping && events[at]?.type !== EVENT_SEQUENCE) return null;
  let place = 0;
  for (let i = at + 1; i < events.length && events[i]?.type !== EVENT_POP; i = endOf(events, i)) {
    if (!isMapping && place++ === key) return i;
    if (isMapping) {
      const name = events[i];
      i = endOf(events, i);
      if (name?.type === EVENT_SCALAR && text.slice(name.valueStart, name.valueEnd) === String(key)) return i;
    }
  }
  return null;
}

/** @returns the index behind the node that begins at `at` */
function endOf(events: readonly Event[], at: number): number {
  let depth = 0;
  for (let i = at; i < events.length; i++) {
    const type = events[i]?.type;
    if (type === EVENT_MAPPING || type === EVENT_SEQUENCE) depth++;
    if (type === EVENT_POP) depth--;
    if (depth === 0) return i + 1;
  }
  return events.length;
}

function startOf(event: Event | undefined): number | null {
  if (event?.type === EVENT_SCALAR) return event.valueStart;
  return event?.type === EVENT_MAPPING || event?.type === EVENT_SEQUENCE ? event.start : null;
}
