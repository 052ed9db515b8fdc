const made = new Map<string, unknown>();

/** Formatters cost more to make than to use: the one of `key`, made when it is first wanted. */
export function once<T>(key: string, make: () => T): T {
  const known = made.get(key) as T | undefined;
  if (known !== undefined) return known;
  const fresh = make();
  made.set(key, fresh);
  return fresh;
}
