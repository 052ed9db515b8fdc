/**
 * What a page asks for, as state. `resource` and `listing` are called while a component is set up, with a function
 * that gives the address; they ask anew when that changes, when the reader wants the newest, or tries again.
 */

import { untrack } from 'svelte';
import { live } from '../state/live.svelte';
import { get, recall } from './client';
import { ApiError } from './errors';
import type { Page } from './types';

export class Resource<T> {
  data = $state.raw<T>();
  error = $state.raw<ApiError>();
  loading = $state(true);
  #tries = $state(0);

  constructor(url: () => string | null) {
    $effect(() => {
      const asked = url();
      void live.seen;
      void this.#tries;
      const stop = new AbortController();
      untrack(() => void this.#ask(asked, stop.signal));
      return () => stop.abort();
    });
  }

  retry() {
    this.#tries += 1;
  }

  async #ask(url: string | null, signal: AbortSignal) {
    this.error = undefined;
    this.loading = url !== null;
    if (url === null) {
      this.data = undefined;
      return;
    }
    // What was shown stays until the answer is here: nothing jumps while the reader changes a filter.
    this.data = recall<T>(url) ?? this.data;
    try {
      const data = await get<T>(url, signal);
      if (signal.aborted) return;
      this.data = data;
    } catch (error) {
      if (signal.aborted) return;
      this.error = ApiError.from(error);
    }
    this.loading = false;
  }
}

export function resource<T>(url: () => string | null): Resource<T> {
  return new Resource(url);
}

/** Listings as they were left, so that the reader who comes back finds the list as long as it was. */
const left = new Map<string, { seen: number; items: unknown[]; next: string | null }>();
const LEFT = 20;

/** A listing that goes on by its cursor; `more` asks for the next page. */
export class Listing<T> {
  items = $state.raw<T[]>([]);
  /** Undefined until the first answer. */
  unknown = $state.raw<string>();
  error = $state.raw<ApiError>();
  loading = $state(true);
  /** Whether the first page is here. */
  begun = $state(false);
  #next = $state.raw<string | null>(null);
  #tries = $state(0);
  #url = '';
  /** The address that `items` are of; another one while its answer is awaited. */
  #of = '';
  #stop = new AbortController();

  constructor(url: () => string) {
    $effect(() => {
      this.#url = url();
      const seen = live.seen;
      const tries = this.#tries;
      this.#stop = new AbortController();
      untrack(() => {
        const before = left.get(this.#url);
        if (before?.seen === seen && tries === 0) this.#resume(before.items as T[], before.next);
        else void this.#ask(null);
      });
      return () => this.#leave(seen);
    });
  }

  #resume(items: T[], next: string | null) {
    this.items = items;
    this.#of = this.#url;
    this.#next = next;
    this.unknown = undefined;
    this.error = undefined;
    this.loading = false;
    this.begun = true;
  }

  #leave(seen: number) {
    this.#stop.abort();
    const first = this.loading && this.#next === null;
    if (first || this.#of !== this.#url) return;
    left.delete(this.#url);
    if (this.begun && !this.error && this.items.length > 0) {
      left.set(this.#url, { seen, items: this.items, next: this.#next });
    }
    for (const oldest of left.keys()) {
      if (left.size <= LEFT) break;
      left.delete(oldest);
    }
  }

  get whole(): boolean {
    return this.begun && this.#next === null;
  }

  more() {
    if (this.loading || this.#next === null || this.error) return;
    void this.#ask(this.#next);
  }

  retry() {
    if (this.#next === null) this.#tries += 1;
    else void this.#ask(this.#next);
  }

  async #ask(cursor: string | null) {
    const { signal } = this.#stop;
    if (cursor === null) this.#next = null;
    this.error = undefined;
    this.loading = true;
    const join = this.#url.includes('?') ? '&' : '?';
    const url = cursor === null ? this.#url : `${this.#url}${join}cursor=${encodeURIComponent(cursor)}`;
    const before = cursor === null ? recall<Page<T>>(url) : undefined;
    if (before) this.#take(before, []);
    try {
      const page = await get<Page<T>>(url, signal);
      if (signal.aborted) return;
      this.#take(page, cursor === null ? [] : this.items);
    } catch (error) {
      if (signal.aborted) return;
      this.error = ApiError.from(error);
    }
    this.loading = false;
  }

  #take(page: Page<T>, before: T[]) {
    this.items = before.length ? [...before, ...page.items] : page.items;
    this.#of = this.#url;
    this.#next = page.next;
    this.unknown = page.unknown;
    this.begun = true;
  }
}

export function listing<T>(url: () => string): Listing<T> {
  return new Listing(url);
}
