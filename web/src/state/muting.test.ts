import { describe, expect, it } from 'vitest';

import type { GuildSettings } from '../gateway/events/session';
import { isChannelMuted, isMuteActive, muteChange, muteEnd } from './muting';

const NOON = new Date(2026, 10, 22, 12, 0, 0);

function settings(...muted: string[]): GuildSettings {
  const channel_overrides = muted.map((channel_id) => ({ channel_id, muted: true, mute_config: null, message_notifications: 3, collapsed: false }));
  return { channel_overrides } as unknown as GuildSettings;
}

describe('mutes', () => {
  it('without an end last', () => {
    expect(isMuteActive({ muted: true, mute_config: null }, NOON.getTime())).toBe(true);
    expect(isMuteActive({ muted: true, mute_config: { end_time: null } }, NOON.getTime())).toBe(true);
  });

  it('end by themselves', () => {
    const mute = { muted: true, mute_config: { end_time: new Date(NOON.getTime() + 1000).toISOString() } };
    expect(isMuteActive(mute, NOON.getTime())).toBe(true);
    expect(isMuteActive(mute, NOON.getTime() + 1000)).toBe(false);
  });

  it('of a category hold for what is in it', () => {
    expect(isChannelMuted(settings('7'), ['1', '7'], 0)).toBe(true);
    expect(isChannelMuted(settings('7'), ['1', null], 0)).toBe(false);
    expect(isChannelMuted(undefined, ['1'], 0)).toBe(false);
  });

  it('until tomorrow end at eight, even from the last minute of a month', () => {
    expect(muteEnd('tomorrow', new Date(2026, 11, 31, 23, 59))).toEqual(new Date(2027, 0, 1, 8));
  });

  it('are told with their end and their length in seconds', () => {
    expect(muteChange(15, NOON)).toEqual({ muted: true, mute_config: { end_time: new Date(NOON.getTime() + 900_000).toISOString(), selected_time_window: 900 } });
    expect(muteChange(null, NOON)).toEqual({ muted: true, mute_config: { end_time: null, selected_time_window: -1 } });
  });
});
