//! Work that is not in sight, and therefore waits until the page is calm.

/** So long after a list was opened nothing is drawn out of sight: who goes on to another channel has not waited for it. */
const CALM_MS = 150;

/** Does something in a later frame, when it is calm since `openedAtMs`; the answer calls it off. */
export function whenCalm(openedAtMs: number, work: () => void): () => void {
  let frame = 0;
  const timer = setTimeout(() => (frame = requestAnimationFrame(work)), Math.max(0, openedAtMs + CALM_MS - performance.now()));
  return () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  };
}
