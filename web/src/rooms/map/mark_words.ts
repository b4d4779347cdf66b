//! What a mark of the map is called, and where it leads.
import { i18n, t } from '../../i18n/i18n.svelte';
import type { Mark } from '../../state/directory/marks';
import { nameOf } from '../../state/directory/words';
import { areaHref, groupHref } from './addresses';

export function markWords(mark: Mark): string {
  if (mark.area) return t('map.mark_area', { name: nameOf(mark.area, i18n.locale), count: mark.count });
  const [first] = mark.groups;
  return mark.kind === 'group' ? (first?.name ?? '') : t('map.mark_groups', { name: first?.name ?? '', count: mark.count - 1 });
}

/** What is written beside a mark; several groups at one spot have no name together. */
export function markName(mark: Mark): string {
  if (mark.area) return nameOf(mark.area, i18n.locale);
  return mark.kind === 'group' ? (mark.groups[0]?.name ?? '') : '';
}

/** Several groups at one spot lead to the list, which is here already: their address is that of their place. */
export function markHref(mark: Mark): string {
  if (mark.area) return areaHref(mark.area.id);
  const [first] = mark.groups;
  return mark.kind === 'group' ? groupHref(first?.id ?? '') : areaHref(first?.area_id ?? null);
}
