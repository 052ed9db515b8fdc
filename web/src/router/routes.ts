/** The pages: their addresses, which filters they know, and where their code is. */

import type { Component } from 'svelte';
import type { Key } from '../i18n/index.svelte';
import { FILTERS, type FilterName } from '../state/filter';

export interface PageProps {
  /** The number in the address; 0 where there is none. */
  id: number;
}

// Pages without a number in their address take no properties.
type PageModule = { default: Component<PageProps> | Component<Record<string, never>> };

export interface Route {
  name: string;
  /** `:id` stands for a number. */
  path: string;
  /** In the navigation, under this name. */
  nav?: Key;
  /** Key that goes there after `g`. */
  shortcut?: string;
  /** The shared filters that it knows: links between pages keep those. */
  filters: readonly FilterName[];
  load: () => Promise<PageModule>;
}

const none: readonly FilterName[] = [];
const dated: readonly FilterName[] = ['since', 'until', 'language'];

export const routes: readonly Route[] = [
  {
    name: 'today',
    path: '/',
    nav: 'nav.today',
    shortcut: 't',
    filters: FILTERS,
    load: () => import('../pages/today/Today.svelte'),
  },
  {
    name: 'threads',
    path: '/threads',
    nav: 'nav.threads',
    shortcut: 'h',
    filters: FILTERS,
    load: () => import('../pages/threads/Threads.svelte'),
  },
  {
    name: 'thread',
    path: '/threads/:id',
    filters: none,
    load: () => import('../pages/thread/Thread.svelte'),
  },
  {
    name: 'report',
    path: '/reports/:id',
    filters: none,
    load: () => import('../pages/report/Report.svelte'),
  },
  {
    name: 'sources',
    path: '/sources',
    nav: 'nav.sources',
    shortcut: 's',
    filters: ['holder'],
    load: () => import('../pages/sources/Sources.svelte'),
  },
  {
    name: 'source',
    path: '/sources/:id',
    filters: none,
    load: () => import('../pages/source/Source.svelte'),
  },
  {
    name: 'outlet',
    path: '/outlets/:id',
    filters: none,
    load: () => import('../pages/outlet/Outlet.svelte'),
  },
  {
    name: 'origins',
    path: '/origins',
    nav: 'nav.origins',
    shortcut: 'o',
    filters: dated,
    load: () => import('../pages/origins/Origins.svelte'),
  },
  {
    name: 'origin',
    path: '/origins/:id',
    filters: none,
    load: () => import('../pages/origin/Origin.svelte'),
  },
  {
    name: 'stories',
    path: '/stories',
    filters: dated,
    load: () => import('../pages/stories/Stories.svelte'),
  },
  { name: 'story', path: '/stories/:id', filters: none, load: () => import('../pages/story/Story.svelte') },
  {
    name: 'network',
    path: '/network',
    nav: 'nav.network',
    shortcut: 'n',
    filters: FILTERS,
    load: () => import('../pages/network/Network.svelte'),
  },
  {
    name: 'map',
    path: '/map',
    nav: 'nav.map',
    shortcut: 'm',
    filters: FILTERS,
    load: () => import('../pages/map/Map.svelte'),
  },
  {
    name: 'search',
    path: '/search',
    nav: 'nav.search',
    shortcut: 'f',
    filters: FILTERS,
    load: () => import('../pages/search/Search.svelte'),
  },
  {
    name: 'alerts',
    path: '/alerts',
    nav: 'nav.alerts',
    shortcut: 'a',
    filters: FILTERS,
    load: () => import('../pages/alerts/Alerts.svelte'),
  },
  {
    name: 'try',
    path: '/try',
    nav: 'nav.try',
    shortcut: 'y',
    filters: none,
    load: () => import('../pages/try/Try.svelte'),
  },
];

export const missing: Route = {
  name: 'missing',
  path: '',
  filters: none,
  load: () => import('../pages/not-found/NotFound.svelte'),
};

/** The route of `path`, with the number in it. */
export function match(path: string): { route: Route; id: number } {
  for (const route of routes) {
    const pattern = new RegExp(`^${route.path.replace(':id', '(\\d{1,15})')}$`);
    const found = pattern.exec(path);
    if (found) return { route, id: Number(found[1] ?? 0) };
  }
  return { route: missing, id: 0 };
}
