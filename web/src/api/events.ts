/** Server-sent events, read from a stream of bytes: `EventSource` cannot send the token. */

export interface ServerEvent {
  event: string;
  data: string;
}

/** Cuts a stream into events; feed it pieces as they come. */
export class EventParser {
  #rest = '';
  #event = '';
  #data: string[] = [];

  feed(piece: string): ServerEvent[] {
    const found: ServerEvent[] = [];
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (this.#data.length) found.push({ event: this.#event || 'message', data: this.#data.join('\n') });
        this.#event = '';
        this.#data = [];
        continue;
      }
      const colon = line.indexOf(':');
      if (colon === 0) continue;
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'event') this.#event = value;
      else if (field === 'data') this.#data.push(value);
    }
    return found;
  }
}
