import { describe, expect, it } from 'vitest';

import { ApiError } from '../../api/error';
import { AREAS } from '../../gallery/neighbourhood';
import { Permission } from '../permissions';
import { newCourtyard, type CourtyardWords } from './courtyard';
import { Directory } from './directory.svelte';
import { Founding } from './founding.svelte';
import { ScriptedApi } from './scripted_api';

const WORDS: CourtyardWords = {
  welcome: 'Bienvenue', rules: 'règles', news: 'annonces', everyday: 'Au quotidien', talk: 'discussion', help: 'entraide', lend: 'prêter', meetings: 'rendez-vous', hostsRoom: 'hôtes', hosts: 'Hôtes', talkTopic: '', helpTopic: '', rulesText: 'On se parle.',
};
const SECRET = 's'.repeat(43);

describe('a place for one’s courtyard', () => {
  it('begins with rooms that everybody may use, rules that only hosts write, and a room that only hosts see', () => {
    const guild = newCourtyard('Cour', null, WORDS);
    const ids = new Set(guild.channels.map((it) => it.id));
    expect(ids.size).toBe(guild.channels.length);
    expect(guild.channels.every((it) => it.parent_id === undefined || ids.has(it.parent_id))).toBe(true);
    expect(ids.has(guild.system_channel_id)).toBe(true);
    const everyone = BigInt(guild.roles[0]?.permissions ?? '0');
    expect(everyone & (Permission.ManageGuild | Permission.Administrator | Permission.MentionEveryone | Permission.ManageRoles)).toBe(0n);
    const denied = (name: string) => BigInt(guild.channels.find((it) => it.name === name)?.permission_overwrites?.find((it) => it.id === guild.roles[0]?.id)?.deny ?? '0');
    expect([denied('règles'), denied('hôtes'), denied('entraide')]).toEqual([Permission.SendMessages, Permission.ViewChannel, 0n]);
  });

  it('is made in order, and what is done is not done again when a later step is tried once more', async () => {
    let refused = true;
    const api = new ScriptedApi([
      ['POST', /^\/guilds$/, () => ({ id: '5', system_channel_id: '6' })],
      ['GET', /^\/guilds\/5\/channels$/, () => [{ id: '6', name: 'discussion', type: 0, position: 2 }, { id: '7', name: 'règles', type: 0, position: 0 }]],
      ['POST', /^\/channels\/7\/messages$/, () => ({})],
      ['POST', /^\/channels\/6\/invites$/, () => ({ code: 'aB3' })],
      ['POST', /^\/submissions$/, () => (refused ? new ApiError(500, null) : { id: '9', receipt: SECRET, state: 'waiting' })],
    ]);
    const directory = new Directory(api);
    const founding = new Founding(directory);
    founding.area = AREAS.canal;
    founding.name = ' Cour aux Tilleuls ';
    expect(founding.canFound).toBe(true);
    await expect(founding.found(WORDS)).rejects.toThrow();
    expect([founding.done, founding.busy, founding.step]).toEqual([null, false, 'listing']);
    refused = false;
    expect(await founding.found(WORDS)).toEqual({ guildId: '5', channelId: '6', invite: 'aB3', groupId: '9' });
    expect(api.asked.map((it) => `${it.method} ${it.path}`)).toEqual(['POST /guilds', 'GET /guilds/5/channels', 'POST /channels/7/messages', 'POST /channels/6/invites', 'POST /submissions', 'POST /submissions']);
    expect(api.asked.at(-1)?.body).toMatchObject({ name: 'Cour aux Tilleuls', area_id: AREAS.canal.id, target: { type: 'guild', guild_id: '5' }, agreed: true });
    expect(directory.receipts.all()[0]?.receipt).toBe(SECRET);
  });
});
