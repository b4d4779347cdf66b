//! Making a place for one's courtyard: the guild, its rules, an invitation, and the listing, in this order. What was done
//! is not done twice when a later step fails and is tried again.
import type { Api } from '../../api/client';
import { newCourtyard, type CourtyardWords } from './courtyard';
import type { Directory } from './directory.svelte';
import { bodyOf, emptyDraft, type FlagChoice } from './group_draft';
import { MAP_PATH, type Area, type JoinMode } from './words';

export interface Founded {
  guildId: string;
  channelId: string;
  /** Code of the invitation. */
  invite: string;
  groupId: string;
}

interface MadeGuild {
  id: string;
  system_channel_id: string | null;
}
interface MadeChannel {
  id: string;
  name: string;
  type: number;
  position: number;
}

export type Step = 'guild' | 'rules' | 'invite' | 'listing';

export class Founding {
  area = $state.raw<Area | null>(null);
  name = $state('');
  flag = $state.raw<FlagChoice | null>(null);
  language = $state('fr');
  about = $state('');
  join = $state<JoinMode>('open');
  busy = $state(false);
  /** What is being done. */
  step = $state<Step | null>(null);
  done = $state.raw<Founded | null>(null);
  readonly #api: Api;
  readonly #directory: Directory;
  #guild: MadeGuild | null = null;
  #rulesAreSaid = false;
  #invite: string | null = null;

  constructor(directory: Directory) {
    this.#api = directory.api;
    this.#directory = directory;
  }

  get canFound(): boolean {
    return this.area !== null && this.name.trim().length >= 2 && this.name.trim().length <= 80;
  }

  /** Does what is left to do. Throws what the server refuses. */
  async found(words: CourtyardWords): Promise<Founded> {
    this.busy = true;
    try {
      this.step = 'guild';
      const guild = (this.#guild ??= await this.#api.post<MadeGuild>('/guilds', newCourtyard(this.name.trim(), this.#icon, words)));
      const channelId = guild.system_channel_id ?? '';
      this.step = 'rules';
      if (!this.#rulesAreSaid) await this.#sayRules(guild.id, words);
      this.step = 'invite';
      this.#invite ??= (await this.#api.post<{ code: string }>(`/channels/${channelId}/invites`, { max_age: 0, max_uses: 0 })).code;
      this.step = 'listing';
      const { id, receipt } = await this.#submit(guild.id);
      this.#directory.receipts.keep({ kind: 'group', receipt, name: this.name.trim(), atMs: Date.now() });
      this.done = { guildId: guild.id, channelId, invite: this.#invite, groupId: id };
      return this.done;
    } finally {
      this.busy = false;
    }
  }

  /** The guild shows the flag as its sign, where it is a picture. */
  get #icon(): string | null {
    return this.flag !== null && 'picture' in this.flag ? this.flag.picture : null;
  }

  async #sayRules(guildId: string, words: CourtyardWords): Promise<void> {
    const channels = await this.#api.get<MadeChannel[]>(`/guilds/${guildId}/channels`);
    const rooms = channels.filter((it) => it.type === 0).sort((a, b) => a.position - b.position);
    const rules = rooms.find((it) => it.name === words.rules) ?? rooms[0];
    if (rules) await this.#api.post(`/channels/${rules.id}/messages`, { content: words.rulesText });
    this.#rulesAreSaid = true;
  }

  #submit(guildId: string): Promise<{ id: string; receipt: string }> {
    const draft = { ...emptyDraft(this.language), name: this.name, description: { [this.language]: this.about }, areaId: this.area?.id ?? null, guildId, join: this.join, flag: this.flag };
    return this.#api.post(`${MAP_PATH}/submissions`, { ...bodyOf(draft), agreed: true });
  }
}
