import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Where the development server finds the API: the mock, or `segun serve`. */
const api = process.env.SEGUN_DESK ?? 'http://127.0.0.1:8017';

export default defineConfig({
  plugins: [svelte()],
  server: { proxy: { '/api': { target: api, changeOrigin: true } } },
  build: {
    outDir: '../crates/segun-desk/pages',
    emptyOutDir: true,
    target: 'es2022',
    // The pages' policy allows no data: addresses, and every file is named by its contents.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
