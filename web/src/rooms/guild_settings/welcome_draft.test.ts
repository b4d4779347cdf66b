import { describe, expect, it } from 'vitest';

import { welcomeBodyOf, welcomeComplaintsOf, welcomeDraftOf } from './welcome_draft';

const SCREEN = {
  description: 'Come in',
  welcome_channels: [
    { channel_id: '7', description: 'Say hello', emoji_id: null, emoji_name: '👋' },
    { channel_id: '8', description: 'Read', emoji_id: '9', emoji_name: 'book' },
    { channel_id: '6', description: 'Sit', emoji_id: null, emoji_name: null },
  ],
};

describe('the welcome screen', () => {
  it('goes back as it came', () => expect(welcomeBodyOf(welcomeDraftOf(SCREEN, true))).toEqual({ enabled: true, ...SCREEN }));

  it('is empty and off where none was made', () => {
    expect(welcomeBodyOf(welcomeDraftOf(null, false))).toEqual({ enabled: false, description: null, welcome_channels: [] });
  });

  it('says nothing by spaces', () => {
    expect(welcomeBodyOf({ enabled: true, description: '  ', channels: [{ id: '7', description: ' Hi ', emoji: null }] })).toMatchObject({
      description: null,
      welcome_channels: [{ channel_id: '7', description: 'Hi' }],
    });
  });

  it.each([
    [['description'], 'description'],
    [['welcome_channels', '1', 'description'], '8.description'],
    [['welcome_channels', '0', 'channel_id'], '7.channel_id'],
    [['welcome_channels', '1'], '8.emoji'],
    [['welcome_channels'], 'welcome_channels'],
  ])('%j is about %s', (path, expected) => {
    const complaints = welcomeComplaintsOf([{ path, code: 'X', message: 'wrong' }], welcomeDraftOf(SCREEN, true));
    expect([...complaints]).toEqual([[expected, 'wrong']]);
  });
});
