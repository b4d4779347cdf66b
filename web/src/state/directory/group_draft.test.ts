import { describe, expect, it } from 'vitest';

import { bodyOf, changesOf, draftOf, emptyDraft, networkOf, tagsOf } from './group_draft';
import type { Listing } from './words';

const LISTING: Listing = {
  name: 'Cour aux tilleuls', description: { fr: 'On se parle.' }, languages: ['fr'], tags: ['entraide'], area_id: '7', cell: null, target: { type: 'link', via: 'telegram', url: 'https://t.me/cour' },
  join: { mode: 'open', questions: [] }, visibility: 'public', members: { shown: 'bucket', declared: 40 }, flag: null, expires_at: null,
};

describe('what is sent of a group', () => {
  it('is what was written, without what was left empty', () => {
    const draft = { ...emptyDraft('fr'), name: ' La cour ', tags: 'Entraide, #jardin،jardin', areaId: '7', url: ' https://t.me/cour ', declared: '40', join: 'request' as const, questions: [' Quel numéro ? ', ''] };
    expect(bodyOf(draft)).toEqual({
      name: 'La cour', description: {}, languages: ['fr'], tags: ['entraide', 'jardin'], area_id: '7', target: { type: 'link', url: 'https://t.me/cour' }, join: { mode: 'request', questions: ['Quel numéro ?'] },
      visibility: 'public', members: { shown: 'bucket', declared: 40 }, expires_at: null,
    });
  });

  it('is a point with its precision instead of an area, and a guild that the server counts', () => {
    const body = bodyOf({ ...emptyDraft('be'), areaId: '7', point: [27.5, 53.9], precision: 'cell', guildId: '3', declared: '12', flag: { picture: 'data:image/png;base64,AA==' } });
    expect(body).toMatchObject({ point: [27.5, 53.9], precision: 'cell', target: { type: 'guild', guild_id: '3' }, members: { declared: null }, flag: { picture: 'data:image/png;base64,AA==' } });
    expect(body.area_id).toBeUndefined();
  });

  it('is only what changed, when something stands there', () => {
    const before = draftOf(LISTING);
    expect(changesOf(before, before)).toEqual({});
    expect(changesOf(before, { ...before, join: 'voucher', tags: 'entraide, vélo' })).toEqual({ join: { mode: 'voucher', questions: [] }, tags: ['entraide', 'vélo'] });
    expect(changesOf(before, { ...before, flag: null })).toEqual({ flag: null });
    expect(changesOf({ ...before, expires: '2027-01-01' }, before)).toEqual({ expires_at: null });
  });

  it('knows the networks by their addresses', () => {
    const known = ['https://t.me/cour', 'https://signal.group/#abc', 'https://chat.whatsapp.com/x', 'https://matrix.to/#/#a:b', 'https://discord.gg/x', 'https://example.org', 't.me/cour', ''];
    expect(known.map(networkOf)).toEqual(['telegram', 'signal', 'whatsapp', 'matrix', 'discord', null, null, null]);
    expect(tagsOf(' ,; ')).toEqual([]);
  });
});
