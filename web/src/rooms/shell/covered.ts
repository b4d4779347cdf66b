//! How much of the page an on-screen keyboard covers, where the browser lays it over the page instead of shrinking it.

/** For an `$effect`: keeps `--covered` at the height that is hidden at the foot of the page. */
export function measureCovered(): (() => void) | undefined {
  const seen = window.visualViewport;
  if (!seen) return undefined;
  const measure = () => {
    // A page that somebody enlarged is covered by nothing.
    const hidden = seen.scale > 1.01 ? 0 : Math.max(0, Math.round(innerHeight - seen.height - seen.offsetTop));
    document.documentElement.style.setProperty('--covered', `${hidden}px`);
  };
  measure();
  for (const name of ['resize', 'scroll']) seen.addEventListener(name, measure);
  return () => {
    for (const name of ['resize', 'scroll']) seen.removeEventListener(name, measure);
    document.documentElement.style.removeProperty('--covered');
  };
}
