/**
 * Requests to `/api/v1`: with the token, an end in time, and answers that are kept with their ETag, so that going
 * back shows what was there at once and asks only whether it changed.
 */

import { ApiError } from './errors';
import { token } from './token.svelte';

const BASE = '/api/v1';
/** No request lasts longer, in milliseconds. */
const LONGEST = 20_000;
const KEPT = 200;

const kept = new Map<string, { etag: string; body: unknown }>();

export type Params = Record<string, string | number | undefined | null | readonly string[]>;

/** The address of `path` with `params`; lists repeat their parameter, what is empty is left out. */
export function address(path: string, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || value === null || value === '') continue;
    if (typeof value === 'object') for (const one of value) query.append(name, one);
    else query.append(name, String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** What `url` answered last, if it is still kept. */
export function recall<T>(url: string): T | undefined {
  return kept.get(url)?.body as T | undefined;
}

/** Asks for `url` (below `/api/v1`). */
export async function get<T>(url: string, signal?: AbortSignal): Promise<T> {
  const known = kept.get(url);
  const answer = await send(url, {
    headers: known
      ? { accept: 'application/json', 'if-none-match': known.etag }
      : { accept: 'application/json' },
    // Our own copies are asked for by ETag; the browser's would hide the 304.
    cache: 'no-store',
    signal,
  });
  if (answer.status === 304 && known) return known.body as T;
  const body = (await read(answer)) as T;
  const etag = answer.headers.get('etag');
  kept.delete(url);
  if (etag) kept.set(url, { etag, body });
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return body;
}

/** Sends `body` as JSON. */
export async function write<T>(
  method: 'POST' | 'PUT' | 'DELETE',
  url: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const answer = await send(url, {
    method,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  });
  return (await read(answer)) as T;
}

/** A request with the token; asks the reader for one where the server wants it. */
export async function send(url: string, init: RequestInit, ends = true): Promise<Response> {
  for (;;) {
    const given = token.value;
    const headers = new Headers(init.headers);
    if (given) headers.set('authorization', `Bearer ${given}`);
    const signals = [init.signal, ends ? AbortSignal.timeout(LONGEST) : null].filter((s) => s != null);
    let answer: Response;
    try {
      answer = await fetch(BASE + url, { ...init, headers, signal: AbortSignal.any(signals) });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      if (error instanceof DOMException && error.name === 'TimeoutError') throw new ApiError('timeout', '');
      throw new ApiError('offline', '');
    }
    if (answer.status === 401) {
      await token.next(given);
      continue;
    }
    if (!answer.ok && answer.status !== 304) throw await ApiError.of(answer);
    return answer;
  }
}

async function read(answer: Response): Promise<unknown> {
  if (answer.status === 204) return undefined;
  try {
    const text = await answer.text();
    return text ? JSON.parse(text) : undefined;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    if (error instanceof DOMException && error.name === 'TimeoutError') throw new ApiError('timeout', '');
    throw new ApiError('server', '');
  }
}
