// All script of the built pages, compressed, against its budget.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = 300_000;
const folder = new URL('../../crates/segun-desk/pages/assets/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.js'));
const total = files.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, folder))).length, 0);
console.log(`${total} of ${BUDGET} bytes of compressed script in ${files.length} files`);
process.exitCode = total > BUDGET ? 1 : 0;
