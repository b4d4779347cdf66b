//! Work that is not in sight, and therefore waits until the page is calm.

/** So long nothing is drawn out of sight: who goes on to another channel meanwhile has not waited for it. */
const CALM_MS = 150;

/** Does something after a while of calm; the answer calls it off. */
export function whenCalm(work: () => void): () => void {
  const timer = setTimeout(work, CALM_MS);
  return () => clearTimeout(timer);
}
