//! What the map's log tells, in the reader's words.
import { t, type Key } from '../../../i18n/i18n.svelte';

const ACTIONS: Record<string, Key> = {
  'group.submit': 'map.log_group_submit', 'group.edit': 'map.log_group_edit', 'group.accept': 'map.log_group_accept', 'group.ask': 'map.log_group_ask',
  'group.refuse_correction': 'map.log_group_refuse_correction', 'group.refused': 'map.log_group_refused', 'group.merged': 'map.log_group_merged', 'group.withdrawn': 'map.log_group_withdrawn',
  'group.removed': 'map.log_group_removed', 'group.forgotten': 'map.log_group_forgotten', 'group.dark': 'map.log_group_dark', 'group.light': 'map.log_group_light',
  'area.create': 'map.log_area_create', 'area.edit': 'map.log_area_edit', 'area.delete': 'map.log_area_delete', 'area.import': 'map.log_area_import', 'area.dark': 'map.log_area_dark', 'area.light': 'map.log_area_light',
  'map.dark': 'map.log_map_dark', 'map.light': 'map.log_map_light', 'moderator.add': 'map.log_moderator_add', 'moderator.remove': 'map.log_moderator_remove',
  'removal.approve': 'map.log_removal_approve', 'removal.cancel': 'map.log_removal_cancel', 'report.close': 'map.log_report_close',
};

/** What a newer server writes down is shown as it wrote it. */
export function actionWords(action: string): string {
  const key = ACTIONS[action];
  return key === undefined ? action : t(key);
}
