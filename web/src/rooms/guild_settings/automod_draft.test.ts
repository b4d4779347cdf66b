import { describe, expect, it } from 'vitest';

import { RULES } from '../../gallery/guard';
import { actionsOf, bodyOf, draftOf, freshRule, linesOf, missingIn, RULE_MAX } from './automod_draft';

describe('a rule while it is edited', () => {
  it('comes back as it was', () => {
    for (const rule of Object.values(RULES)) {
      const { name, event_type, trigger_metadata, actions, enabled, exempt_roles, exempt_channels } = rule;
      expect(bodyOf(draftOf(rule))).toEqual({ name, event_type, trigger_metadata, actions: actions.map((it) => ({ ...it, metadata: it.metadata ?? {} })), enabled, exempt_roles, exempt_channels });
    }
  });

  it('names its kind only when it is new, and looks at members only for their names', () => {
    expect(bodyOf({ ...freshRule('spam'), name: 'x' })).toMatchObject({ trigger_type: 3, event_type: 1, trigger_metadata: {} });
    expect(bodyOf({ ...freshRule('profile'), name: 'x', keywords: 'admin' })).toMatchObject({ trigger_type: 6, event_type: 2, actions: [{ type: 4 }] });
    expect(bodyOf(draftOf(RULES.words))).not.toHaveProperty('trigger_type');
  });

  it('does only what the platform knows for its kind', () => {
    expect(actionsOf('spam')).not.toContain('timeout');
    const draft = { ...freshRule('spam'), name: 'x', timeout: { on: true, seconds: 60 } };
    expect(bodyOf(draft)).toMatchObject({ actions: [{ type: 1 }] });
  });

  it('takes lines as they are meant, and says what is missing or too much', () => {
    expect(linesOf(' chat \n\nchat\nchien*')).toEqual(['chat', 'chien*']);
    const draft = { ...freshRule('keyword'), name: 'Mots', keywords: 'chat' };
    expect(missingIn(draft)).toEqual([]);
    expect(missingIn(freshRule('keyword'))).toEqual(['name', 'words']);
    expect(missingIn({ ...draft, keywords: 'x'.repeat(RULE_MAX.keywordChars + 1) })).toEqual(['too_long']);
    expect(missingIn({ ...draft, keywords: '😀'.repeat(RULE_MAX.keywordChars) })).toEqual([]);
    expect(missingIn({ ...draft, keywords: Array.from({ length: RULE_MAX.keywords + 1 }, (_, at) => `w${at}`).join('\n') })).toEqual(['too_many']);
    expect(missingIn({ ...draft, alert: { on: true, channelId: null } })).toEqual(['alert_channel']);
    expect(missingIn({ ...draft, block: { on: false, text: '' } })).toEqual(['action']);
    expect(missingIn({ ...freshRule('preset'), name: 'x', presets: [] })).toEqual(['presets']);
  });
});
