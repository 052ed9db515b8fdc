// Before the first paint, so that nothing flashes: the reader's choice of light or dark.
try {
  const theme = localStorage.getItem('segun.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's choice holds.
}
