//! The address of the map's worker, in a form that both the library and the browser take.

/**
 * Under Trusted Types `new Worker` takes no plain text, and the library, before it calls that, looks at the end of the
 * address as at a text. So the trusted address learns to answer the two questions that it asks.
 */
export function workerAddress(trusted: string): string {
  if (typeof trusted === 'string') return trusted;
  const text = String(trusted as unknown);
  return Object.assign(trusted as object, { endsWith: (end: string) => text.endsWith(end), split: (by: RegExp) => text.split(by) }) as unknown as string;
}
