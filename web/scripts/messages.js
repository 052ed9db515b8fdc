// Checks that every interface language has the same messages, with the same values in them, in the same order.
// Sorted keys keep the changes of people who work on different pages apart.
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../src/i18n/', import.meta.url);
const read = (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
const texts = (message) => (typeof message === 'string' ? [message] : Object.values(message));
const values = (message) =>
  [...new Set(texts(message).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort().join(' ');

const en = read('en.json');
const faults = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const messages = read(file);
  for (const key of Object.keys(en)) {
    const message = messages[key];
    if (message === undefined) faults.push(`${file}: ${key} is missing`);
    else if (texts(message).some((text) => text.trim() === '')) faults.push(`${file}: ${key} is empty`);
    else if (values(message) !== values(en[key]))
      faults.push(`${file}: ${key} has other values than en.json`);
    else if (typeof message === 'object' && !('other' in message))
      faults.push(`${file}: ${key} lacks "other"`);
  }
  const keys = Object.keys(messages);
  const wrong = keys.find((key, i) => i > 0 && key < keys[i - 1]);
  if (wrong !== undefined) faults.push(`${file}: ${wrong} is not in alphabetical order`);
  for (const key of keys) {
    if (!(key in en)) faults.push(`${file}: ${key} is not in en.json`);
  }
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length ? 1 : 0;
