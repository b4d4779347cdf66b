import { describe, expect, it } from 'vitest';

import { CASES } from '../../gallery/guard';
import { bodyOf, freshDraft, mainReason, missingIn, offered, toggled } from './decision_draft';

describe('a decision while it is made', () => {
  it('begins with the category of the reason that most gave', () => {
    expect(mainReason(CASES.spam)).toBe('spam');
    expect(freshDraft(CASES.spam).category).toBe('scams_and_fraud');
    expect(mainReason({ reasons: {} })).toBe('other');
  });

  it.each([
    [[], 'none', ['none']],
    [['hide_message', 'warn'], 'none', ['none']],
    [['none'], 'warn', ['warn']],
    [['hide_message'], 'delete_message', ['delete_message']],
    [['timeout', 'hide_message'], 'ban', ['hide_message', 'ban']],
    [['ban'], 'kick', ['kick']],
    [['warn'], 'warn', []],
  ] as const)('%j and %s make %j', (kinds, kind, result) => {
    expect(toggled(kinds, kind)).toEqual(result);
  });

  it('offers what fits the subject, and nothing beyond the rights of the moderator', () => {
    expect(offered(CASES.spam)).toEqual(['none', 'hide_message', 'delete_message', 'warn', 'timeout', 'kick', 'ban']);
    expect(offered({ ...CASES.spam, may: ['none', 'hide_message', 'suspend_account'] })).toEqual(['none', 'hide_message', 'suspend_account']);
    expect(offered(CASES.person)).toEqual(['none', 'warn', 'timeout', 'kick', 'ban']);
    expect(offered({ ...CASES.person, guild_id: null })).toEqual(['none', 'warn', 'suspend_account']);
  });

  it('needs a measure and the context always; the rule or the law, and the facts, where it restricts', () => {
    const draft = freshDraft(CASES.spam);
    expect(missingIn(draft)).toEqual(['measure', 'context']);
    expect(missingIn({ ...draft, kinds: ['none'], contextConsidered: true })).toEqual([]);
    expect(missingIn({ ...draft, kinds: ['warn'] })).toEqual(['rule', 'facts', 'context']);
    expect(missingIn({ ...draft, kinds: ['warn'], ground: 'law', facts: 'x', contextConsidered: true })).toEqual(['legal_ground']);
  });

  it('sends spans only with the measures that have one', () => {
    const draft = { ...freshDraft(CASES.spam), kinds: ['hide_message', 'timeout'] as const, timeoutS: 3600, rule: ' Pas de publicité. ', facts: 'Trois fois.', contextConsidered: true };
    expect(bodyOf(draft, 'Rien')).toEqual({ measures: [{ kind: 'hide_message' }, { kind: 'timeout', seconds: 3600 }], ground: 'rules', rule: 'Pas de publicité.', facts: 'Trois fois.', category: 'scams_and_fraud', keywords: [], context_considered: true });
    expect(bodyOf({ ...draft, kinds: ['ban'], erasedS: 86_400 }, 'Rien')).toMatchObject({ measures: [{ kind: 'ban', delete_message_seconds: 86_400 }] });
    expect(bodyOf({ ...draft, kinds: ['suspend_account'], suspensionS: null, ground: 'law', legalGround: 'Art. 1' }, 'Rien')).toMatchObject({ measures: [{ kind: 'suspend_account' }], legal_ground: 'Art. 1' });
    expect(bodyOf({ ...freshDraft(CASES.spam), kinds: ['none'], contextConsidered: true }, 'Rien')).toMatchObject({ measures: [{ kind: 'none' }], ground: 'rules', rule: 'Rien', facts: 'Rien' });
  });
});
