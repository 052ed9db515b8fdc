/** Light or dark: the system's, or the reader's choice. `public/theme.js` sets it before the first paint. */

export type Theme = 'system' | 'light' | 'dark';
const KEY = 'segun.theme';

let theme = $state<Theme>(stored());

function stored(): Theme {
  const value = localStorage.getItem(KEY);
  return value === 'light' || value === 'dark' ? value : 'system';
}

export const themes: readonly Theme[] = ['system', 'light', 'dark'];

export function currentTheme(): Theme {
  return theme;
}

export function setTheme(value: Theme) {
  theme = value;
  if (value === 'system') {
    localStorage.removeItem(KEY);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(KEY, value);
    document.documentElement.dataset.theme = value;
  }
}
