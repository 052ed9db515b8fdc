/** What a search asks for, of the filter that stands in the address bar. */

import type { Filter, FilterName } from '../../state/filter';
import { conditions } from '../../state/filter';

/** What `/reports` knows. */
const OF_REPORTS: readonly FilterName[] = ['text', 'outlet', 'language', 'since', 'until'];
/** What the order by best match knows. */
const OF_BEST: readonly FilterName[] = ['text', 'language', 'since', 'until'];

export interface Question {
  /** The conditions that hold for reports. */
  reports: Filter;
  /** Whether reports are worth showing: something is asked of them, or nothing at all. */
  withReports: boolean;
  /** Conditions that hold for claims alone. */
  claimsOnly: FilterName[];
  /** Whether the order by best match can be had. */
  canBeBest: boolean;
}

export function question(filter: Filter): Question {
  const names = [...new Set(conditions(filter).map(({ name }) => name))];
  const reports: Filter = Object.fromEntries(
    Object.entries(filter).filter(([name]) => OF_REPORTS.includes(name as FilterName)),
  );
  return {
    reports,
    withReports: names.length === 0 || names.some((name) => OF_REPORTS.includes(name)),
    claimsOnly: names.filter((name) => !OF_REPORTS.includes(name)),
    canBeBest: filter.text !== undefined && names.every((name) => OF_BEST.includes(name)),
  };
}
