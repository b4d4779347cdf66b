import { describe, expect, it } from 'vitest';

import { ApiError } from '../../api/error';
import { ScriptedApi } from '../directory/scripted_api';
import type { GuidePage } from './words';
import { Writing } from './writing.svelte';

const PATH = '/parvis/v1/guilds/5/guide';
const page = (version: number, text: string, title = 'Les arbres'): GuidePage => ({ slug: 'trees', language: 'fr', version, title, text, source: null, out_of_date: false, made_at: '2026-11-22T10:00:00.000Z', made_by: '1' });
const changed = () => new ApiError(400, { code: 50035, message: 'Invalid Form Body', errors: { base_version: { _errors: [{ code: 'VERSION_CHANGED', message: 'Somebody else wrote version 2 meanwhile.' }] } } });

/** A disk of a test's own. */
function disk() {
  const kept = new Map<string, string>();
  return { kept, getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) };
}

describe('a page in the making', () => {
  it('is kept on the device until it is saved', async () => {
    const own = disk();
    const api = new ScriptedApi([['PUT', /pages\/trees\/fr$/, () => page(2, 'Arrosez le soir.')]]);
    const first = new Writing(api, PATH, 'trees', 'fr', page(1, 'Arrosez.'), null, own);
    expect(first.canSave).toBe(false);
    first.text = 'Arrosez le soir.';
    first.keepDraft();
    const second = new Writing(api, PATH, 'trees', 'fr', page(1, 'Arrosez.'), null, own);
    expect([second.text, second.isDraft, second.canSave]).toEqual(['Arrosez le soir.', true, true]);
    expect((await second.save())?.version).toBe(2);
    expect(api.asked.at(-1)?.body).toEqual({ title: 'Les arbres', text: 'Arrosez le soir.', source: null, base_version: 1 });
    expect(own.kept.size).toBe(0);
    second.discard();
    expect(second.text).toBe('Arrosez le soir.');
  });

  it('meets what somebody else saved meanwhile, and loses nothing of either', async () => {
    let saved = 2;
    const api = new ScriptedApi([
      ['PUT', /pages\/trees\/fr$/, ({ body }) => ((body as { base_version: number }).base_version === saved ? page(++saved, 'x') : changed())],
      ['GET', /versions$/, () => ({ versions: [page(2, 'Un.\nDeux.\nTROIS.'), page(1, 'Un.\nDeux.\nTrois.')] })],
      ['GET', /pages\/trees\/fr$/, () => page(2, 'Un.\nDeux.\nTROIS.', 'Nos arbres')],
    ]);
    const writing = new Writing(api, PATH, 'trees', 'fr', page(1, 'Un.\nDeux.\nTrois.'), null, disk());
    writing.text = 'UN.\nDeux.\nTrois.';
    expect(await writing.save()).toBeNull();
    expect([writing.conflict?.base?.version, writing.conflict?.theirs.version, writing.canSave]).toEqual([1, 2, false]);
    expect(writing.text).toBe('UN.\nDeux.\nTrois.');
    expect(writing.bringTogether()).toBe(0);
    expect([writing.title, writing.text, writing.canSave]).toEqual(['Nos arbres', 'UN.\nDeux.\nTROIS.', true]);
    expect((await writing.save())?.version).toBe(3);
  });

  it('that was begun upon an older version finds that out when it is saved', async () => {
    const own = disk();
    const api = new ScriptedApi([['PUT', /./, changed], ['GET', /versions$/, () => ({ versions: [] })], ['GET', /pages/, () => page(4, 'b')]]);
    const first = new Writing(api, PATH, 'trees', 'fr', page(1, 'a'), null, own);
    first.text = 'c';
    first.keepDraft();
    const later = new Writing(api, PATH, 'trees', 'fr', page(4, 'b'), null, own);
    await later.save();
    expect(api.asked[0]?.body).toMatchObject({ base_version: 1, text: 'c' });
    expect([later.conflict?.base, later.bringTogether(), later.text]).toEqual([null, 1, 'c\nb']);
  });

  it('that was taken out of the guide meanwhile is put back', async () => {
    const api = new ScriptedApi([['PUT', /./, ({ body }) => ((body as { base_version: number }).base_version === 0 ? page(3, 'c') : changed())], ['GET', /pages/, () => new ApiError(404, null)]]);
    const writing = new Writing(api, PATH, 'trees', 'fr', page(1, 'a'), null, disk());
    writing.text = 'c';
    expect([await writing.save(), writing.conflict]).toEqual([null, null]);
    expect((await writing.save())?.version).toBe(3);
  });

  it('has room for so many bytes, of which other letters take more', () => {
    const writing = new Writing(new ScriptedApi([]), PATH, 'trees', 'fr', null, null, disk());
    writing.text = 'я'.repeat(10_001);
    writing.title = 't';
    expect([writing.bytesLeft, writing.canSave]).toEqual([-2, false]);
  });
});
