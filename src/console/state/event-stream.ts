export type ServerEvent = { readonly id: string; readonly event: string; readonly data: string };

/**
 * Takes a text/event-stream apart as it comes in. Written here, since the browser's own EventSource hides the status
 * of a refusal and has to know the name of every event.
 *
 * @param onEvent for each event; comments (heartbeats) are only passed over
 */
export function createEventReader(onEvent: (event: ServerEvent) => void) {
  let rest = '';
  let fields = { id: '', event: 'message', data: '' };

  function take(line: string): void {
    if (line === '') {
      if (fields.data !== '') onEvent(fields);
      fields = { id: fields.id, event: 'message', data: '' };
      return;
    }
    const [, name, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name === 'id') fields.id = value;
    if (name === 'event') fields.event = value;
    if (name === 'data') fields.data += value;
  }

  function push(text: string): void {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line.replace(/\r$/, ''));
  }

  return { push };
}
