import { expect, test } from 'vitest';
import { asAlert, claimsOf, conditions, ofAlert, readFilter, withFilter, without, withValue } from './filter';

test('a filter goes to the address and back', () => {
  const filter = { party: ['iso3:NOR', 'Varna'], polarity: '+', text: 'a b' };
  const query = withFilter(new URLSearchParams('view=map&party=old'), filter);
  expect(query.toString()).toBe('party=iso3%3ANOR&party=Varna&text=a+b&polarity=%2B&view=map');
  expect(readFilter(query)).toEqual(filter);
  expect(readFilter(query, ['text'])).toEqual({ text: 'a b' });
});

test('conditions are added and taken away', () => {
  const one = withValue({}, 'actor', 'Kim');
  const two = withValue(withValue(one, 'actor', 'Lee'), 'status', 'denied');
  expect(conditions(two).map((c) => c.value)).toEqual(['Kim', 'Lee', 'denied']);
  expect(withValue(two, 'actor', 'Kim')).toEqual(two);
  expect(without(two, 'actor', 'Kim')).toEqual({ actor: ['Lee'], status: 'denied' });
  expect(without(one, 'actor', 'Kim')).toEqual({});
  expect(withValue(two, 'status', '')).toEqual({ actor: ['Kim', 'Lee'] });
});

test('an alert keeps what the filter asks', () => {
  const filter = { place: ['Varna'], certainty: 'possible' };
  expect(ofAlert(asAlert(filter))).toEqual(filter);
  expect(asAlert({ type: 'AID', origins: '2' })).toEqual({ type: 'AID', origins: 2 });
  expect(ofAlert({ origins: 2, place: 'Varna', unheard: 'of' })).toEqual({ origins: '2', place: ['Varna'] });
});

test('the claims of a place are those that fit the filter too', () => {
  const filter = { place: ['Varna'], type: 'AID' };
  expect(claimsOf(filter, { place: ['iso3:BGR'] })).toBe('/search?place=Varna&place=iso3%3ABGR&type=AID');
  expect(filter.place).toEqual(['Varna']);
  expect(ofAlert(null)).toEqual({});
});
