/** What is known of a text before it is sent. */

/** The server reads no more, in bytes of the whole request; this leaves room for what is not text. */
const MOST = 1024 * 1024 - 4096;

/** Whether it cannot be sent, quotes and line breaks counted as they go into JSON. */
export function tooLong(text: string): boolean {
  if (text.length * 6 < MOST) return false;
  return new TextEncoder().encode(JSON.stringify(text)).length > MOST;
}

/** A page begins with a tag or a comment. */
export function looksLikeHtml(text: string): boolean {
  return /^\s*<(?:[a-z!?])/i.test(text) && /<\/[a-z][a-z0-9]*\s*>/i.test(text);
}

/** The languages to choose from: those that are read, and those of the ledger. */
export function known(ofLedger: readonly string[]): string[] {
  return [...new Set(['en', 'es', ...ofLedger])].sort();
}
