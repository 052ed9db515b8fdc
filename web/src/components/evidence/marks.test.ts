import { expect, test } from 'vitest';
import type { Reading } from '../../api';
import { belonging, chain, marksOf, paragraphs } from './marks';

const text = '🚢 Ana said Ben denied\n\nthat ships left.';
const span = (start: number, end: number) => ({ start, end, text: '' });
const reading = {
  text,
  attributions: [
    { id: 'a1', source: span(2, 5), cue: span(6, 10), content: [span(11, 39)], within: null },
    { id: 'a2', source: span(11, 14), cue: span(15, 21), content: [span(23, 38)], within: 'a1' },
  ],
  events: [{ id: 'v1', trigger: span(34, 38), certainty: 'certain', polarity: '-', source: 'a2' }],
  entities: [],
  times: [],
} as unknown as Reading;

test('an event belongs to all who hand it on', () => {
  expect(chain(reading, 'a2').map((a) => a.id)).toEqual(['a1', 'a2']);
  expect(belonging(reading, reading.events[0]!)).toEqual(['v1', 'a1', 'a2']);
});

test('a chain that bites its tail ends', () => {
  const broken = {
    attributions: [
      { id: 'a1', within: 'a2' },
      { id: 'a2', within: 'a1' },
    ],
  } as unknown as Reading;
  expect(chain(broken, 'a1').map((a) => a.id)).toEqual(['a2', 'a1']);
});

test('paragraphs keep every character, and marks go on in the next one', () => {
  const found = paragraphs(text, marksOf(reading));
  expect(
    found.map((p) =>
      p
        .segments()
        .map((s) => s.text)
        .join(''),
    ),
  ).toEqual(['🚢 Ana said Ben denied', 'that ships left.']);
  const last = found[1]?.segments().find((s) => s.text === 'left');
  expect(last?.over.map((m) => `${m.layer} ${m.id} ${m.class}`)).toEqual([
    'said a1 deep1',
    'said a2 deep2',
    'event v1 certain negative',
  ]);
});
