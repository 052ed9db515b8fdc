import { expect, test } from 'vitest';
import { EventParser } from './events';

test('events are cut from pieces, comments left out', () => {
  const parser = new EventParser();
  expect(parser.feed(': hello\n\nevent: cha')).toEqual([]);
  expect(parser.feed('nge\ndata: {"a":\ndata: 1}\n\ndata:x\r\n\r\n')).toEqual([
    { event: 'change', data: '{"a":\n1}' },
    { event: 'message', data: 'x' },
  ]);
});

test('a line end cut in two is one', () => {
  const parser = new EventParser();
  expect(parser.feed('data: 1\r')).toEqual([]);
  expect(parser.feed('\n\r\n')).toEqual([{ event: 'message', data: '1' }]);
});
