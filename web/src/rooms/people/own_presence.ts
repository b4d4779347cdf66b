//! How the person shows themselves: kept in the account, told to others over this connection.
import { Op, type Presence } from '../../gateway/socket';
import type { UserSettings } from '../../gateway/events/session';
import type { Instance } from '../../state/instance.svelte';
import { activitiesOf } from './custom_status';

export const STATUS_CHOICES = ['online', 'idle', 'dnd', 'invisible'] as const;
export type StatusChoice = (typeof STATUS_CHOICES)[number];

/** What others are told. */
export function presenceOf(settings: Pick<UserSettings, 'status' | 'custom_status'>, nowMs: number): Presence {
  const status = settings.status === 'offline' ? 'online' : settings.status;
  return { status, since: status === 'idle' ? nowMs : null, activities: activitiesOf(settings.custom_status, nowMs), afk: false };
}

/** Tells others what the account's settings say. */
export function tellPresence(instance: Instance): void {
  if (instance.settings.account) instance.send(Op.PresenceUpdate, presenceOf(instance.settings.account, Date.now()));
}

/** Takes on another status, or other words. The frame tells others of it as soon as the settings say so. */
export async function wear(instance: Instance, change: Partial<Pick<UserSettings, 'status' | 'custom_status'>>): Promise<void> {
  await instance.settings.change(change);
}
