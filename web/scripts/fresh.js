// Builds the pages twice, elsewhere, and compares both with the committed ones: same sources, same bytes.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const committed = join(root, '../crates/segun-desk/pages');

function digest(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files
    .map((entry) => join(entry.parentPath, entry.name))
    .map(
      (path) => `${createHash('sha256').update(readFileSync(path)).digest('hex')} ${relative(folder, path)}`,
    )
    .sort()
    .join('\n');
}

const found = [];
for (let i = 0; i < 2; i++) {
  const outDir = mkdtempSync(join(tmpdir(), 'segun-pages-'));
  await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  found.push(digest(outDir));
  rmSync(outDir, { recursive: true });
}
if (found[0] !== found[1]) throw new Error('two builds of the same sources differ');
if (found[0] !== digest(committed))
  throw new Error('crates/segun-desk/pages is not of these sources: npm run build');
console.log('The committed pages are of these sources.');
