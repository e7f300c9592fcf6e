// Runs before the first paint, as a blocking script of its own: a strict content security policy allows no inline one.
// The key, the values and the colours are those of src/lib/app/theme.ts.
(() => {
  let choice = 'system';
  try {
    choice = localStorage.getItem('integracoes.theme') || 'system';
  } catch {
    // Storage is refused: follow the system.
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', dark ? '#0f1716' : '#f5f3ec');
})();
