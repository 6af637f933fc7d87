import { EVENT_ID, type Event, getScalarValue, parseEvents } from 'js-yaml';

/** The line (from 1) on which each key of a YAML mapping stands, by dotted path. */
export function linesOfKeys(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const events = parseEvents(text, {});
  let next = 0;
  const skipValue = (path: string, keep: boolean): void => {
    const event = events[next];
    next += 1;
    if (event === undefined) return;
    if (event.type === EVENT_ID.MAPPING) readMapping(path, keep);
    else if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.DOCUMENT) {
      while (next < events.length && events[next]?.type !== EVENT_ID.POP)
        skipValue(path, keep && event.type === EVENT_ID.DOCUMENT);
      next += 1;
    }
  };
  const readMapping = (path: string, keep: boolean): void => {
    while (next < events.length && events[next]?.type !== EVENT_ID.POP) {
      const key = scalar(text, events[next]);
      const inner = key && path !== '' ? `${path}.${key.value}` : (key?.value ?? path);
      if (key && keep) lines.set(inner, lineAt(text, key.start));
      skipValue(inner, false);
      skipValue(inner, keep);
    }
    next += 1;
  };
  while (next < events.length) skipValue('', true);
  return lines;
}

function scalar(text: string, event: Event | undefined): { value: string; start: number } | undefined {
  return event?.type === EVENT_ID.SCALAR ? { value: getScalarValue(text, event), start: event.valueStart } : undefined;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
