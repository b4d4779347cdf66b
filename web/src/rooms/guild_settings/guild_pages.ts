//! Which pages the settings of a guild have for the person who opens them.
import { t } from '../../i18n/i18n.svelte';
import type { Guild } from '../../state/guild.svelte';
import { Permission } from '../../state/permissions';
import type { SettingsGroup, SettingsPage } from '../settings_frame/pages';

interface GuildPage extends SettingsPage {
  /** One of these is needed; none for everybody. */
  needs: readonly bigint[];
}

/** All pages, grouped; those on which the person may do nothing are left out. */
export function guildPages(guild: Guild): SettingsGroup[] {
  const groups: { title: string; pages: GuildPage[] }[] = [
    {
      title: t('guild.group_place'),
      pages: [
        { id: 'overview', title: t('guild.overview'), words: t('guild.overview_words'), needs: [Permission.ManageGuild], load: () => import('./Overview.svelte') },
        { id: 'roles', title: t('guild.roles'), words: t('guild.roles_words'), needs: [Permission.ManageRoles], load: () => import('./Roles.svelte') },
        { id: 'channels', title: t('guild.channels'), words: t('guild.channels_words'), needs: [Permission.ManageChannels, Permission.ManageRoles], load: () => import('./Channels.svelte') },
      ],
    },
  ];
  return groups
    .map((group) => ({ ...group, pages: group.pages.filter((it) => it.needs.length === 0 || it.needs.some((right) => guild.may(right))) }))
    .filter((group) => group.pages.length > 0);
}
