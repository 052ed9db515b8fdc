// A stand-in for `segun serve`: the pages with its policy, and `/api/v1` over an invented ledger.
// For developing and testing the pages alone. `PORT` (8017), `TOKEN` (asks for it), `SLOW` (milliseconds an answer takes).

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answer, Problem } from './api.js';

const pages = process.env.PAGES ?? fileURLToPath(new URL('../../crates/segun-desk/pages', import.meta.url));
const port = Number(process.env.PORT ?? 8017);
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const KINDS = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

function file(path, response) {
  const inside = normalize(path).replace(/^([/.])+/, '');
  let name = join(pages, inside);
  try {
    if (!statSync(name).isFile()) throw new Error('a folder');
  } catch {
    if (inside.startsWith('assets/')) return response.writeHead(404).end();
    name = join(pages, 'index.html');
  }
  response.writeHead(200, {
    'content-type': KINDS[extname(name)] ?? 'application/octet-stream',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'cache-control': inside.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(readFileSync(name));
}

function json(request, response, status, body, kind = 'application/json') {
  const text = JSON.stringify(body);
  const etag = `"${createHash('sha1').update(text).digest('hex').slice(0, 16)}"`;
  if (status === 200 && request.headers['if-none-match'] === etag)
    return response.writeHead(304, { etag }).end();
  response.writeHead(status, { 'content-type': kind, etag });
  response.end(text);
}

function changes(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.write(': hello\n\n');
  const beat = setInterval(() => response.write(': still here\n\n'), 15000);
  const news =
    process.env.NEWS &&
    setTimeout(() => {
      response.write('event: change\ndata: {"change": "mock-2", "reports": 8, "claims": 11}\n\n');
    }, Number(process.env.NEWS));
  response.on('close', () => {
    clearInterval(beat);
    clearTimeout(news);
  });
}

async function body(request) {
  let text = '';
  for await (const piece of request) text += piece;
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    throw new Problem(400, 'Not JSON', 'The body is not JSON.');
  }
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://mock');
  if (!url.pathname.startsWith('/api/v1/')) return file(decodeURIComponent(url.pathname), response);
  if (process.env.TOKEN && request.headers.authorization !== `Bearer ${process.env.TOKEN}`) {
    return json(
      request,
      response,
      401,
      { type: 'about:blank', title: 'Unauthorized', status: 401, detail: 'A token is needed.' },
      'application/problem+json',
    );
  }
  const path = url.pathname.slice('/api/v1'.length);
  if (path === '/changes') return changes(response);
  try {
    const found = answer(request.method, path, url.searchParams, await body(request));
    await new Promise((go) => setTimeout(go, Number(process.env.SLOW ?? 0)));
    if (found === undefined) response.writeHead(204).end();
    else json(request, response, 200, found);
  } catch (error) {
    const status = error instanceof Problem ? error.status : 500;
    const problem = {
      type: 'about:blank',
      title: error.title ?? 'Internal error',
      status,
      detail: error.message,
    };
    json(request, response, status, problem, 'application/problem+json');
  }
});
server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}`));
