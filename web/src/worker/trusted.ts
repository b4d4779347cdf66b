//! Addresses of code under Trusted Types: they must come out of a policy, and ours lets through our own workers only.

interface ScriptPolicy {
  createScriptURL: (url: string) => string;
}

/** The service worker, and what the map computes in. */
const OURS = /^\/(?:worker\.js|assets\/maplibre-gl-worker[\w.-]*\.m?js)$/;

let policy: ScriptPolicy | undefined;

/** The address as the browser takes it; a plain one where there are no Trusted Types. */
export function trustedWorker(address: string): string {
  const { trustedTypes } = window as { trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy } };
  if (trustedTypes === undefined) return address;
  policy ??= trustedTypes.createPolicy('parvis-worker', {
    createScriptURL: (url) => {
      if (!OURS.test(url)) throw new TypeError(`not our worker: ${url}`);
      return url;
    },
  });
  return policy.createScriptURL(address);
}
