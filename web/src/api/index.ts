/** Everything that the pages ask the server for. */

import { address, get, write, type Params } from './client';
import type { Asked, Name, Page, Reading } from './types';

export { address, type Params } from './client';
export { ApiError } from './errors';
export { Listing, listing, Resource, resource } from './resource.svelte';
export type * from './types';

/** Addresses, to be given to `resource` and `listing`. */
export const api = {
  ledger: () => '/ledger',
  today: (params: Params) => address('/today', params),
  claims: (params: Params) => address('/claims', params),
  claim: (id: number) => `/claims/${id}`,
  threads: (params: Params) => address('/threads', params),
  thread: (id: number) => `/threads/${id}`,
  threadClaims: (id: number, params: Params = {}) => address(`/threads/${id}/claims`, params),
  reports: (params: Params) => address('/reports', params),
  report: (id: number) => `/reports/${id}`,
  sources: (params: Params) => address('/sources', params),
  source: (id: number) => `/sources/${id}`,
  outlets: (params: Params = {}) => address('/outlets', params),
  outlet: (id: number) => `/outlets/${id}`,
  origins: (params: Params) => address('/origins', params),
  origin: (id: number) => `/origins/${id}`,
  stories: (params: Params) => address('/stories', params),
  story: (id: number) => `/stories/${id}`,
  search: (params: Params) => address('/search', params),
  network: (params: Params) => address('/network', params),
  map: (params: Params) => address('/map', params),
  alerts: () => '/alerts',
};

export type NameOf = 'party' | 'source' | 'outlet';

/** Names that begin with `prefix`, for completion. */
export async function names(prefix: string, of: NameOf, signal?: AbortSignal, limit = 8): Promise<Name[]> {
  return (await get<Page<Name>>(address('/names', { prefix, of, limit }), signal)).items;
}

export const alerts = {
  keep: (name: string, filter: Asked) => write<void>('PUT', `/alerts/${encodeURIComponent(name)}`, filter),
  forget: (name: string) => write<void>('DELETE', `/alerts/${encodeURIComponent(name)}`),
};

export interface Pasted {
  text: string;
  language?: string;
  published?: string;
  title?: string;
  html?: boolean;
}

/** Reads a text without storing it. */
export function readText(pasted: Pasted, signal?: AbortSignal): Promise<Reading> {
  return write('POST', '/read', pasted, signal);
}
