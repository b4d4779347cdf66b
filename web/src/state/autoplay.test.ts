import { describe, expect, it, vi } from 'vitest';

import type { Api } from '../api/client';
import type { UserSettings } from '../gateway/events/session';
import { autoplay } from './autoplay.svelte';
import { device, Settings } from './settings.svelte';

class LessMotion extends EventTarget {
  matches = false;
}
const lessMotion = new LessMotion();
vi.stubGlobal('matchMedia', () => lessMotion);

function account(change: Partial<UserSettings>): void {
  const settings = new Settings({} as Api);
  settings.account = { gif_auto_play: true, animate_emoji: true, ...change } as UserSettings;
  autoplay.follow(settings);
}

const moving = () => ({ pictures: autoplay.pictures, emojis: autoplay.emojis, films: autoplay.films });

describe('what moves by itself', () => {
  it('are pictures and emojis, as long as the account says so', () => {
    account({});
    expect(moving()).toEqual({ pictures: true, emojis: true, films: false });
    account({ gif_auto_play: false });
    expect(moving()).toEqual({ pictures: false, emojis: true, films: false });
    account({ animate_emoji: false });
    expect(moving()).toEqual({ pictures: true, emojis: false, films: false });
  });

  it('are films where they are wanted', () => {
    device.change({ films: true });
    expect(autoplay.films).toBe(true);
    device.change({ films: false });
  });

  it('is nothing for who asked for less motion here', () => {
    account({});
    device.change({ motion: 'reduced', films: true });
    expect(moving()).toEqual({ pictures: false, emojis: false, films: false });
    device.change({ motion: 'system', films: false });
  });

  it('is nothing on a device that asks for less motion', () => {
    account({});
    lessMotion.matches = true;
    expect(moving()).toEqual({ pictures: false, emojis: false, films: false });
    lessMotion.matches = false;
  });
});
