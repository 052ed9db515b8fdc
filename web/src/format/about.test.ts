import { expect, test } from 'vitest';
import { spoken } from './about';

const names: Record<string, string> = {
  'type.CONSULT': 'Consultar',
  'type.PROTEST': 'Protestar',
  'mode.meet': 'reunión',
};
const say = (of: string) => spoken(of, (group, code) => names[`${group}.${code}`] ?? code);

test('says codes in words, and keeps names as they are', () => {
  expect(say('CONSULT meet: Ana, ONU → Iran @ La Paz, Río').text).toBe(
    'Consultar · reunión: Ana, ONU → Iran @ La Paz, Río',
  );
  expect(say('PROTEST').text).toBe('Protestar');
  expect(say('PROTEST @ Machu Picchu').text).toBe('Protestar @ Machu Picchu');
  expect(say('CONSULT unheard-of: Ana')).toEqual({ text: 'Consultar · unheard-of: Ana', typed: true });
});

test('names once who meets each other, and begins with the arrow where nobody acts', () => {
  expect(say('CONSULT meet: A, B → B, A @ C').text).toBe('Consultar · reunión: A, B @ C');
  expect(say('CONSULT:  → B').text).toBe('Consultar: → B');
});

test('leaves alone what is not written so', () => {
  for (const line of ['Dockers strike in Varna', 'NATO: talks', '', 'وفد من تونس'])
    expect(say(line)).toEqual({ text: line, typed: false });
});
