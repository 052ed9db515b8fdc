/**
 * Fills a ledger with the project's sample reports by `segun ingest`, serves it by `segun serve`, and ends and
 * removes all of it after the tests. `SEGUN` is the binary; tests find the rest in the variables that are set here.
 */

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const reports = ['samples', 'crates/segun-claims/tests/lifecycles'].map((folder) => join(root, folder));
const PATIENCE = 60_000;

export default async function setup() {
  const segun = process.env.SEGUN ? resolve(process.env.SEGUN) : join(root, 'target/release/segun');
  const folder = mkdtempSync(join(tmpdir(), 'segun-desk-'));
  const ledger = join(folder, 'ledger');
  // A token would have to be shown by the tests too.
  const env: NodeJS.ProcessEnv = { ...process.env, SEGUN_LEDGER: ledger };
  delete env.SEGUN_TOKEN;
  execFileSync(segun, ['ingest', ...reports], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  const server = spawn(segun, ['serve', '--listen', '0'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  Object.assign(process.env, { SEGUN: segun, SEGUN_LEDGER: ledger, SEGUN_DESK: await address() });

  /** What the server says that it listens to. */
  function address(): Promise<string> {
    return new Promise((found, failed) => {
      let said = '';
      const timer = setTimeout(() => fail('says no address'), PATIENCE);
      const fail = (why: string) => {
        clearTimeout(timer);
        server.kill();
        failed(new Error(`segun serve ${why}: ${said}`));
      };
      server.once('error', (error) => fail(error.message));
      server.once('exit', (code) => fail(`ended with ${code}`));
      server.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const match = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
        if (!match || !said.endsWith('\n')) return;
        clearTimeout(timer);
        server.removeAllListeners('exit');
        found(match[0]);
      });
    });
  }

  return async () => {
    if (server.exitCode === null) {
      const ended = once(server, 'exit');
      server.kill();
      await ended;
    }
    rmSync(folder, { recursive: true });
  };
}
