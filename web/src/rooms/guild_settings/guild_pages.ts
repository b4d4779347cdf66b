//! Which pages the settings of a guild have for the person who opens them.
import { i18n, t } from '../../i18n/i18n.svelte';
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
        { id: 'access', title: t('guild.access'), words: t('guild.access_words'), needs: [Permission.ManageRoles, Permission.ManageGuild], load: () => import('./Access.svelte') },
        { id: 'channels', title: t('guild.channels'), words: t('guild.channels_words'), needs: [Permission.ManageChannels, Permission.ManageRoles], load: () => import('./Channels.svelte') },
        // Answers give roles, so that both rights are needed.
        { id: 'onboarding', title: t('guild.onboarding'), words: t('guild.onboarding_words'), needs: [Permission.ManageGuild | Permission.ManageRoles], load: () => import('./Onboarding.svelte') },
        { id: 'welcome', title: t('guild.welcome'), words: t('guild.welcome_words'), needs: [Permission.ManageGuild], load: () => import('./WelcomeScreen.svelte') },
        { id: 'emoji', title: t('guild.emoji'), words: t('guild.emoji_words'), needs: [Permission.ManageExpressions, Permission.CreateExpressions], load: () => import('./Emoji.svelte') },
      ],
    },
    {
      title: t('guild.group_people'),
      pages: [
        { id: 'members', title: t('guild.members'), words: t('guild.members_words'), needs: [Permission.ManageGuild, Permission.ManageRoles, Permission.KickMembers, Permission.BanMembers, Permission.ModerateMembers], load: () => import('./Members.svelte') },
        { id: 'invites', title: t('guild.invites'), words: t('guild.invites_words'), needs: [Permission.ManageGuild], load: () => import('./Invites.svelte') },
        { id: 'automod', title: t('guard.automod'), words: t('guard.automod_words'), needs: [Permission.ManageGuild], load: () => import('./AutoModeration.svelte') },
        { id: 'policies', title: t('guard.policies'), words: t('guard.policies_words'), needs: [Permission.ManageGuild, Permission.ManageMessages, Permission.ModerateMembers], load: () => i18n.with('policies', import('./Policies.svelte')) },
        { id: 'bans', title: t('guild.bans'), words: t('guild.bans_words'), needs: [Permission.BanMembers], load: () => import('./Bans.svelte') },
        { id: 'audit-log', title: t('guild.audit'), words: t('guild.audit_words'), needs: [Permission.ViewAuditLog], load: () => import('./AuditLog.svelte') },
        { id: 'statistics', title: t('guild.statistics'), words: t('guild.statistics_words'), needs: [Permission.ViewInsights, Permission.ManageGuild], load: () => import('./Statistics.svelte') },
      ],
    },
    {
      title: t('guild.group_tools'),
      pages: [
        { id: 'bots', title: t('guild.bots'), words: t('guild.bots_words'), needs: [Permission.ManageGuild], load: () => import('./Bots.svelte') },
        { id: 'webhooks', title: t('guild.webhooks'), words: t('guild.webhooks_words'), needs: [Permission.ManageWebhooks], load: () => import('./Webhooks.svelte') },
      ],
    },
  ];
  return groups
    .map((group) => ({ ...group, pages: group.pages.filter((it) => it.needs.length === 0 || it.needs.some((right) => guild.may(right))) }))
    .filter((group) => group.pages.length > 0);
}
