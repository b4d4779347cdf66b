import { describe, expect, it } from 'vitest';

import type { GuildSettings } from '../gateway/events/session';
import { ChannelFlag, isListed, listsChosenOnly, withChosenOnly, withFlag } from './opting';

function settings(flags: number, chosen: string[]): GuildSettings {
  return { flags, channel_overrides: chosen.map((channel_id) => ({ channel_id, flags: ChannelFlag.Chosen })) } as unknown as GuildSettings;
}
const CHANNEL = { id: '7', parentId: '3' };

describe('the list of channels', () => {
  it('holds all of them for who chose nothing', () => {
    expect(isListed(undefined, CHANNEL)).toBe(true);
    expect(isListed(settings(0, []), CHANNEL)).toBe(true);
  });

  it('holds the chosen ones where only those are wanted', () => {
    const flags = withChosenOnly(0, true);
    expect(isListed(settings(flags, ['7']), CHANNEL)).toBe(true);
    expect(isListed(settings(flags, ['3']), CHANNEL)).toBe(true);
    expect(isListed(settings(flags, ['8']), CHANNEL)).toBe(false);
  });

  it('goes back to all, and keeps other flags', () => {
    const flags = withChosenOnly(withChosenOnly(1, true), false);
    expect(listsChosenOnly(settings(flags, []))).toBe(false);
    expect(flags & 1).toBe(1);
  });

  it('keeps a favourite that is taken out of it', () => {
    expect(withFlag(ChannelFlag.Chosen | ChannelFlag.Favourite, ChannelFlag.Chosen, false)).toBe(ChannelFlag.Favourite);
  });
});
