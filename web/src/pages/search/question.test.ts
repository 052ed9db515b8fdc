import { expect, test } from 'vitest';
import { question } from './question';

test('reports are shown where something is asked of them', () => {
  expect(question({}).withReports).toBe(true);
  expect(question({ actor: ['iso3:NOR'], type: 'AID' }).withReports).toBe(false);
  const both = question({ actor: ['iso3:NOR'], outlet: 'Courier', until: '2026-03-01' });
  expect(both.withReports).toBe(true);
  expect(both.reports).toEqual({ outlet: 'Courier', until: '2026-03-01' });
  expect(both.claimsOnly).toEqual(['actor']);
});

test('the best match is known of words alone, with language and days', () => {
  expect(question({ text: 'port', language: 'es' }).canBeBest).toBe(true);
  expect(question({ text: 'port', outlet: 'Courier' }).canBeBest).toBe(false);
  expect(question({ since: '2026-03-01' }).canBeBest).toBe(false);
});
