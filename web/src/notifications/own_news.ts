//! Tells the person that something which they reported was dealt with, and that something was decided about them. Reports
//! are looked up at each start, and when somebody comes back to a page that stood open for long, as long as one of theirs
//! waits; decisions are told of by an event, and looked up at each start.
import type { OrderChange } from '../gateway/events/guard';
import { t } from '../i18n/i18n.svelte';
import { router } from '../router/router.svelte';
import { unseenStatements } from '../state/guard/unseen.svelte';
import { GUARD_PATH, type OwnReport, type Statement } from '../state/guard/words';
import type { Instance } from '../state/instance.svelte';
import { notices } from '../state/notices.svelte';

const KEPT_AS = 'parvis.reports';
const ASKED_EVERY_MS = 600_000;

/** Which of the reports that waited are decided now, and which ones wait from now on. */
export function sortedOut(waited: readonly string[], reports: readonly Pick<OwnReport, 'id' | 'state'>[]): { decided: string[]; waiting: string[] } {
  const isDecided = (id: string) => reports.find((it) => it.id === id)?.state === 'decided';
  return { decided: waited.filter(isDecided), waiting: reports.filter((it) => it.state !== 'decided').map((it) => it.id) };
}

/** A report was made on this device. */
export function expectAnswer(id: string): void {
  keep([...new Set([...waiting(), id])]);
}

/** Begins for one account; returns how to stop. */
export function tellOfDecisions(instance: Instance): () => void {
  let askedAtMs = Date.now();
  const back = () => {
    if (document.visibilityState !== 'visible' || waiting().length === 0 || Date.now() - askedAtMs < ASKED_EVERY_MS) return;
    askedAtMs = Date.now();
    void askReports(instance);
  };
  void askReports(instance);
  void askStatements(instance);
  document.addEventListener('visibilitychange', back);
  const told = () => void askStatements(instance);
  const called = ({ call }: OrderChange) => {
    if (call) notices.say(t('notifications.push_call'), 'done', () => router.go({ name: 'desk', guild: null, page: 'orders' }));
  };
  const stop = instance.dispatcher.add({ GUARD_STATEMENT_CREATE: told, GUARD_STATEMENT_UPDATE: told, GUARD_ORDER_UPDATE: called });
  return () => {
    stop();
    document.removeEventListener('visibilitychange', back);
  };
}

const openDecisions = () => router.go({ name: 'settings', page: 'decisions' });

async function askReports(instance: Instance): Promise<void> {
  // Without an answer the next start asks again.
  const reports = await instance.api.get<OwnReport[]>(`${GUARD_PATH}/reports/@me`).catch(() => null);
  if (reports === null) return;
  const { decided, waiting: open } = sortedOut(waiting(), reports);
  keep(open);
  if (decided.length > 0) notices.say(t('notifications.report_closed'), 'done', openDecisions);
}

async function askStatements(instance: Instance): Promise<void> {
  const statements = await instance.api.get<Statement[]>(`${GUARD_PATH}/statements/@me`).catch(() => null);
  if (statements === null) return;
  const before = unseenStatements.count;
  unseenStatements.take(statements);
  // Whoever reads them now needs no word about them.
  const reads = router.place.name === 'settings' && router.place.page === 'decisions';
  if (unseenStatements.count > before && !reads) notices.say(t('notifications.decided_about_you'), 'done', openDecisions);
}

function waiting(): string[] {
  return (localStorage.getItem(KEPT_AS) ?? '').split(' ').filter((it) => it !== '');
}

function keep(ids: readonly string[]): void {
  if (ids.length === 0) localStorage.removeItem(KEPT_AS);
  else localStorage.setItem(KEPT_AS, ids.join(' '));
}
