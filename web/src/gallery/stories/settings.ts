//! The settings of one's account and of this device, page by page.
import AccessibilityPage from '../../rooms/settings/AccessibilityPage.svelte';
import AccountPage from '../../rooms/settings/AccountPage.svelte';
import AppearancePage from '../../rooms/settings/AppearancePage.svelte';
import ApplicationsPage from '../../rooms/settings/ApplicationsPage.svelte';
import DataPage from '../../rooms/settings/DataPage.svelte';
import LanguagePage from '../../rooms/settings/LanguagePage.svelte';
import NotificationsPage from '../../rooms/settings/NotificationsPage.svelte';
import PrivacyPage from '../../rooms/settings/PrivacyPage.svelte';
import QrCode from '../../rooms/settings/QrCode.svelte';
import SecurityPage from '../../rooms/settings/SecurityPage.svelte';
import SessionsPage from '../../rooms/settings/SessionsPage.svelte';
import Settings from '../../rooms/settings/Settings.svelte';
import { story, type Story } from '../story';

export const stories: readonly Story[] = [
  story('account', AccountPage, {}),
  story('security', SecurityPage, {}),
  story('sessions', SessionsPage, {}),
  story('privacy', PrivacyPage, {}),
  story('applications', ApplicationsPage, {}),
  story('data', DataPage, {}),
  story('appearance', AppearancePage, {}),
  story('language', LanguagePage, {}),
  story('accessibility', AccessibilityPage, {}),
  story('notifications', NotificationsPage, {}),
  story('qr code', QrCode, { text: 'https://parvis.example/invite/aB3-xK9q', label: 'Code de l’invitation' }),
  story('frame', Settings, {}, { stage: 40, wide: true }),
];
