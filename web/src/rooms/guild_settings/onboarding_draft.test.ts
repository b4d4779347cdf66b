import { describe, expect, it } from 'vitest';

import type { Onboarding } from '../welcome/onboarding';
import { stepped } from './list_edits';
import { bodyOf, complaintsOf, draftOf, freshOption, freshPrompt, isWrong } from './onboarding_draft';

const KNOWN: Onboarding = {
  enabled: true,
  default_channel_ids: ['7', '8'],
  responses: [],
  prompts: [
    {
      id: '1', type: 1, title: 'What?', single_select: true, required: true, in_onboarding: false,
      options: [
        { id: '11', title: 'Drawing', description: 'Posters', emoji: { id: null, name: '🎨', animated: false }, role_ids: ['5'], channel_ids: ['7'] },
        { id: '12', title: 'Nothing', description: '', emoji: { id: null, name: null, animated: false }, role_ids: [], channel_ids: [] },
      ],
    },
    { id: '2', type: 0, title: 'When?', single_select: false, required: false, in_onboarding: true, options: [] },
  ],
};
const complaint = (code: string, ...path: string[]) => ({ path, code, message: code });

describe('the questions of a place', () => {
  it('go back as they came', () => {
    expect(bodyOf(draftOf(KNOWN))).toEqual({
      enabled: true,
      default_channel_ids: ['7', '8'],
      prompts: [
        {
          id: '1', type: 1, title: 'What?', single_select: true, required: true, in_onboarding: false,
          options: [
            { id: '11', title: 'Drawing', description: 'Posters', emoji_id: null, emoji_name: '🎨', role_ids: ['5'], channel_ids: ['7'] },
            { id: '12', title: 'Nothing', description: '', emoji_id: null, emoji_name: null, role_ids: [], channel_ids: [] },
          ],
        },
        { id: '2', type: 0, title: 'When?', single_select: false, required: false, in_onboarding: true, options: [] },
      ],
    });
  });

  it('are sent without an id, and without space around their words, when they are new', () => {
    const prompt = { ...freshPrompt(), title: ' Where? ', options: [{ ...freshOption(), title: ' Here ' }] };
    const [sent] = bodyOf({ enabled: false, defaultChannelIds: [], prompts: [prompt] }).prompts;
    expect(sent).toMatchObject({ title: 'Where?', options: [{ title: 'Here' }] });
    expect(sent).not.toHaveProperty('id');
    expect(sent?.options[0]).not.toHaveProperty('id');
    expect(freshPrompt().id).not.toBe(freshPrompt().id);
  });

  it('are never new without an answer', () => expect(freshPrompt().options).toHaveLength(1));
});

describe('what the server says is wrong with them', () => {
  it.each([
    [['default_channel_ids', '1'], 'default_channel_ids.8'],
    [['prompts', '1', 'title'], '2.title'],
    [['prompts', '1', 'options'], '2.options'],
    [['prompts', '0', 'options', '1', 'title'], '12.title'],
    [['prompts', '0', 'options', '1'], '12.emoji'],
    [['prompts', '0', 'options', '0', 'role_ids'], '11.role_ids'],
    [['prompts', '0', 'options', '0', 'role_ids', '0'], '11.role_ids.5'],
    [['prompts', '0', 'options', '0', 'channel_ids', '0'], '11.channel_ids.7'],
    [['mode'], 'mode'],
  ])('%j is about %s', (path, expected) => {
    expect([...complaintsOf([complaint('X', ...path)], draftOf(KNOWN)).keys()]).toEqual([expected]);
  });

  it('stays with its answer when the list moves, and keeps it unfolded', () => {
    const sent = draftOf(KNOWN);
    const complaints = complaintsOf([complaint('ODD', 'prompts', '0', 'options', '0', 'role_ids', '0')], sent);
    const moved = stepped(sent.prompts[0]?.options ?? [], '11', 1);
    expect(moved.map((it) => isWrong(complaints, it.id))).toEqual([false, true]);
    expect(complaints.get('11.role_ids.5')).toBe('ODD');
  });
});
