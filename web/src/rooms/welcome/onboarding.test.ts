import { describe, expect, it } from 'vitest';

import type { Guild } from '../../state/guild.svelte';
import { asksNewcomer, choose, postpone, type Prompt, unanswered } from './onboarding';

const option = (id: string) => ({ id, title: id, description: null, emoji: null, role_ids: [], channel_ids: [] });
const ONE: Prompt = { id: '1', type: 0, title: 'When?', single_select: true, required: true, in_onboarding: true, options: [option('11'), option('12')] };
const MANY: Prompt = { id: '2', type: 0, title: 'What?', single_select: false, required: false, in_onboarding: true, options: [option('21'), option('22')] };

describe('answers of newcomers', () => {
  it('hold one option where one is asked for', () => {
    expect(choose(ONE, ['11', '21'], '12')).toEqual(['21', '12']);
  });

  it('hold several where several may be', () => {
    expect(choose(MANY, ['11', '21'], '22')).toEqual(['11', '21', '22']);
  });

  it('can be taken back', () => {
    expect(choose(ONE, ['11'], '11')).toEqual([]);
  });

  it('are missing only where they are required at the entrance', () => {
    expect(unanswered([ONE, MANY], [])).toEqual([ONE]);
    expect(unanswered([ONE, MANY], ['12'])).toEqual([]);
    expect(unanswered([{ ...ONE, in_onboarding: false }], [])).toEqual([]);
  });
});

function place(changes: { features?: string[]; isOwner?: boolean; flags?: number; id?: string }): Guild {
  return { id: changes.id ?? '5', isOwner: changes.isOwner ?? false, data: { features: changes.features ?? ['GUILD_ONBOARDING'] }, me: { flags: changes.flags ?? 0 } } as unknown as Guild;
}

describe('a place', () => {
  it('asks who has not answered yet', () => {
    expect(asksNewcomer(place({}))).toBe(true);
    expect(asksNewcomer(place({ flags: 1 << 3 }))).toBe(true);
    expect(asksNewcomer(place({ flags: 1 << 1 }))).toBe(false);
  });

  it('asks nobody when it has no questions, and never its owner', () => {
    expect(asksNewcomer(place({ features: [] }))).toBe(false);
    expect(asksNewcomer(place({ isOwner: true }))).toBe(false);
  });

  it('does not insist with who said later', () => {
    postpone('6');
    expect(asksNewcomer(place({ id: '6' }))).toBe(false);
  });
});
