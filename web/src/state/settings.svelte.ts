//! The person's settings: those of the account, the same everywhere, and those of this device.
import { SvelteMap } from 'svelte/reactivity';

import type { Api } from '../api/client';
import type { components } from '../api/parvis';
import type { Sink } from '../gateway/dispatch';
import type { GuildSettings, SessionEvents, UserSettings } from '../gateway/events/session';

/** How it looks here. High contrast follows day and night like the others. */
export type Theme = 'system' | 'light' | 'dark' | 'contrast' | 'contrast-dark';

/** Kept in this browser only. */
export interface DeviceSettings {
  theme: Theme;
  /** Percent of the usual size of text. */
  textSize: number;
  motion: 'system' | 'reduced';
  /** Only text: pictures, previews and players appear when they are asked for. */
  textOnly: boolean;
  /** Films start by themselves, without their sound, while they are in sight. */
  films: boolean;
  /** More words for screen readers: each message is announced with its time. */
  screenReader: boolean;
  /** Whether the list of members is shown. */
  showMembers: boolean;
  /** Less space between things. */
  compact: boolean;
  /** Notifications of the system while the page is not looked at. */
  desktop: boolean;
  /** Pushes to this device, also while no page is open. */
  push: boolean;
  /** A short tone with each notification. */
  sound: boolean;
}

export type GuildSettingsChange = components['schemas']['GuildNotificationSettingsChange'];

const DEVICE_DEFAULT: DeviceSettings = { theme: 'system', textSize: 100, motion: 'system', textOnly: false, films: false, screenReader: false, showMembers: true, compact: false, desktop: false, push: false, sound: false };
const KEPT_AS = 'parvis.device';

export class Settings {
  account = $state.raw<UserSettings | null>(null);
  readonly guilds = new SvelteMap<string, GuildSettings>();
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Settings of a guild, or of private conversations (null). */
  ofGuild(id: string | null): GuildSettings | undefined {
    return this.guilds.get(id ?? '@me');
  }

  async change(change: Partial<UserSettings>): Promise<void> {
    this.account = await this.#api.patch<UserSettings>('/users/@me/settings', change);
  }

  async changeGuild(id: string | null, change: GuildSettingsChange): Promise<void> {
    this.#put(await this.#api.patch<GuildSettings>(`/users/@me/guilds/${id ?? '@me'}/settings`, change));
  }

  #put(settings: GuildSettings): void {
    this.guilds.set(settings.guild_id ?? '@me', settings);
  }

  sink(): Sink<SessionEvents> {
    return {
      READY: ({ user_settings, user_guild_settings }) => {
        this.account = user_settings;
        this.guilds.clear();
        for (const settings of user_guild_settings.entries) this.#put(settings);
      },
      USER_SETTINGS_UPDATE: (settings) => {
        this.account = settings;
      },
      USER_GUILD_SETTINGS_UPDATE: (settings) => this.#put(settings),
    };
  }
}

class Device {
  settings = $state.raw<DeviceSettings>(read());

  change(change: Partial<DeviceSettings>): void {
    this.settings = { ...this.settings, ...change };
    localStorage.setItem(KEPT_AS, JSON.stringify(this.settings));
    this.show();
  }

  /** Puts the settings where the style sheets look for them. */
  show(): void {
    const root = document.documentElement;
    if (this.settings.theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = this.settings.theme;
    if (this.settings.motion === 'reduced') root.dataset['motion'] = 'reduced';
    else delete root.dataset['motion'];
    if (this.settings.compact) root.dataset['density'] = 'compact';
    else delete root.dataset['density'];
    root.style.setProperty('--text-scale', String(this.settings.textSize / 100));
  }
}

function read(): DeviceSettings {
  try {
    return { ...DEVICE_DEFAULT, ...(JSON.parse(localStorage.getItem(KEPT_AS) ?? '{}') as Partial<DeviceSettings>) };
  } catch {
    return DEVICE_DEFAULT;
  }
}

export const device = new Device();
