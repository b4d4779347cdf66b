//! Tells the person that something which they reported was dealt with. No event says so: it is looked up at each start,
//! and when they come back to a page that stood open for long, as long as one of their reports waits.
import type { components } from '../api/parvis';
import { t } from '../i18n/i18n.svelte';
import { router } from '../router/router.svelte';
import type { Instance } from '../state/instance.svelte';
import { notices } from '../state/notices.svelte';

export type OwnReport = components['schemas']['OwnReport'];

const KEPT_AS = 'parvis.reports';
const ASKED_EVERY_MS = 600_000;

/** Which of the reports that waited are decided now, and which ones wait from now on. */
export function sortedOut(waited: readonly string[], reports: readonly Pick<OwnReport, 'id' | 'state'>[]): { decided: string[]; waiting: string[] } {
  const isClosed = (id: string) => reports.find((it) => it.id === id)?.state === 'closed';
  return { decided: waited.filter(isClosed), waiting: reports.filter((it) => it.state !== 'closed').map((it) => it.id) };
}

/** A report was made on this device. */
export function expectAnswer(id: string): void {
  keep([...new Set([...waiting(), id])]);
}

/** Begins for one account; returns how to stop. */
export function tellOfReports(instance: Instance): () => void {
  let askedAtMs = Date.now();
  const back = () => {
    if (document.visibilityState !== 'visible' || waiting().length === 0 || Date.now() - askedAtMs < ASKED_EVERY_MS) return;
    askedAtMs = Date.now();
    void ask(instance);
  };
  void ask(instance);
  document.addEventListener('visibilitychange', back);
  return () => document.removeEventListener('visibilitychange', back);
}

async function ask(instance: Instance): Promise<void> {
  // Without an answer the next start asks again.
  const reports = await instance.api.get<OwnReport[]>('/parvis/v1/users/@me/reports').catch(() => null);
  if (reports === null) return;
  const { decided, waiting: open } = sortedOut(waiting(), reports);
  keep(open);
  if (decided.length > 0) notices.say(t('notifications.report_closed'), 'done', () => router.go({ name: 'settings', page: 'privacy' }));
}

function waiting(): string[] {
  return (localStorage.getItem(KEPT_AS) ?? '').split(' ').filter((it) => it !== '');
}

function keep(ids: readonly string[]): void {
  if (ids.length === 0) localStorage.removeItem(KEPT_AS);
  else localStorage.setItem(KEPT_AS, ids.join(' '));
}
