//! Every page of one's settings, in its order. A page is loaded when it is opened.
import { t } from '../../i18n/i18n.svelte';
import type { SettingsGroup } from '../settings_frame/pages';

/** All pages, with the words of the present language. */
export function settingsGroups(): SettingsGroup[] {
  return [
    {
      title: t('account.group_account'),
      pages: [
        { id: 'account', title: t('account.page_account'), words: t('account.words_account'), load: () => import('./AccountPage.svelte') },
        { id: 'security', title: t('account.page_security'), words: t('account.words_security'), load: () => import('./SecurityPage.svelte') },
        { id: 'sessions', title: t('account.page_sessions'), words: t('account.words_sessions'), load: () => import('./SessionsPage.svelte') },
        { id: 'privacy', title: t('account.page_privacy'), words: t('account.words_privacy'), load: () => import('./PrivacyPage.svelte') },
        { id: 'decisions', title: t('guard.page_decisions'), words: t('guard.words_decisions'), load: () => import('./DecisionsPage.svelte') },
        { id: 'applications', title: t('account.page_applications'), words: t('account.words_applications'), load: () => import('./ApplicationsPage.svelte') },
        { id: 'data', title: t('account.page_data'), words: t('account.words_data'), load: () => import('./DataPage.svelte') },
      ],
    },
    {
      title: t('account.group_device'),
      pages: [
        { id: 'appearance', title: t('account.page_appearance'), words: t('account.words_appearance'), load: () => import('./AppearancePage.svelte') },
        { id: 'language', title: t('account.page_language'), words: t('account.words_language'), load: () => import('./LanguagePage.svelte') },
        { id: 'accessibility', title: t('account.page_accessibility'), words: t('account.words_accessibility'), load: () => import('./AccessibilityPage.svelte') },
        { id: 'notifications', title: t('account.page_notifications'), words: t('account.words_notifications'), load: () => import('./NotificationsPage.svelte') },
      ],
    },
  ];
}
