//! What a new courtyard is made of, in the language of who founds it.
import { t } from '../../i18n/i18n.svelte';
import type { CourtyardWords } from '../../state/directory/courtyard';

export function courtyardWords(name: string): CourtyardWords {
  return {
    welcome: t('map.yard_welcome'), rules: t('map.yard_rules'), news: t('map.yard_news'), everyday: t('map.yard_everyday'), talk: t('map.yard_talk'), help: t('map.yard_help'), lend: t('map.yard_lend'),
    meetings: t('map.yard_meetings'), hostsRoom: t('map.yard_hosts_room'), hosts: t('map.yard_hosts'), talkTopic: t('map.yard_talk_topic'), helpTopic: t('map.yard_help_topic'), rulesText: t('map.yard_rules_text', { name }),
  };
}
