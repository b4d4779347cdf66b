//! A bot as people meet it: an application with an account of its own, which listens on the gateway and answers.
import { WebSocket } from 'undici';

import { Person } from './house';

type Json = Record<string, unknown>;

/** What people did: used a command, pressed, chose, filled in, or typed where proposals are wanted. */
export interface Interaction {
  id: string;
  token: string;
  type: number;
  message?: { id: string };
  member?: { user: { id: string } };
  data: { name?: string; custom_id?: string; values?: string[]; options?: { name: string; value: unknown; focused?: boolean }[]; components?: Json[] };
}

export const Answer = { Message: 4, Deferred: 5, DeferredEdit: 6, Edit: 7, Proposals: 8, Form: 9 } as const;
export const ONLY_YOU = 1 << 6;
export const LAID_OUT = 1 << 15;
const PROPOSALS_WANTED = 4;
const Op = { Dispatch: 0, Heartbeat: 1, Identify: 2, Hello: 10 } as const;

type Act = (it: Interaction) => Promise<unknown>;

export class Bot {
  /** Everything that people did with it, in order. */
  readonly heard: Interaction[] = [];
  /** What went wrong while it answered. */
  readonly problems: unknown[] = [];
  readonly #acts = new Map<string, Act>();
  #socket: WebSocket | null = null;
  #beats: ReturnType<typeof setInterval> | undefined;

  private constructor(
    readonly person: Person,
    readonly applicationId: string,
  ) {}

  /** Made by somebody, added to their guild, and listening. */
  static async join(owner: Person, guildId: string, name: string): Promise<Bot> {
    const { id } = await owner.request<{ id: string }>('POST', '/applications', { name });
    const { token } = await owner.request<{ token: string }>('POST', `/applications/${id}/bot/reset`);
    await owner.request('POST', `/oauth2/authorize?client_id=${id}&scope=bot`, { authorize: true, guild_id: guildId, permissions: '8' });
    const bot = new Bot(new Person(owner.house, name, `Bot ${token}`), id);
    await bot.#listen(token);
    return bot;
  }

  #listen(token: string): Promise<void> {
    const socket = (this.#socket = new WebSocket(`${this.person.house.url.replace('http', 'ws')}/gateway?v=10&encoding=json`));
    const send = (op: number, d: unknown) => socket.send(JSON.stringify({ op, d }));
    let last: number | null = null;
    return new Promise((ready, failed) => {
      socket.addEventListener('error', () => failed(new Error('the gateway cannot be reached')));
      socket.addEventListener('close', (event) => failed(new Error(`the gateway closed: ${event.code}`)));
      socket.addEventListener('message', (event) => {
        const { op, t, s, d } = JSON.parse(String(event.data)) as { op: number; t: string | null; s: number | null; d: { heartbeat_interval: number } & Interaction };
        last = s ?? last;
        if (op === Op.Hello) {
          this.#beats = setInterval(() => send(Op.Heartbeat, last), d.heartbeat_interval);
          send(Op.Identify, { token, intents: 0, properties: { os: 'linux', browser: 'test', device: 'test' } });
        } else if (op === Op.Dispatch && t === 'READY') ready();
        else if (op === Op.Dispatch && t === 'INTERACTION_CREATE') this.#hear(d);
      });
    });
  }

  #hear(it: Interaction): void {
    this.heard.push(it);
    const name = it.data.custom_id ?? it.data.name ?? '';
    this.#acts.get(it.type === PROPOSALS_WANTED ? `${name}?` : name)?.(it).catch((problem: unknown) => this.problems.push(problem));
  }

  /** What it does when somebody uses the command or the part of this name; with `?` behind it, when proposals are wanted. */
  when(name: string, act: Act): void {
    this.#acts.set(name, act);
  }

  /** The last thing that people did with this command or part. */
  last(name: string): Interaction | undefined {
    return this.heard.findLast((it) => it.type !== PROPOSALS_WANTED && (it.data.custom_id ?? it.data.name) === name);
  }

  async offerCommands(guildId: string, commands: readonly Json[]): Promise<void> {
    await this.person.request('PUT', `/applications/${this.applicationId}/guilds/${guildId}/commands`, commands);
  }

  async send(channel: string, body: Json): Promise<string> {
    return (await this.person.request<{ id: string }>('POST', `/channels/${channel}/messages`, body)).id;
  }

  async answer(it: Interaction, type: number, data?: Json): Promise<void> {
    await this.person.request('POST', `/interactions/${it.id}/${it.token}/callback`, { type, ...(data === undefined ? {} : { data }) });
  }

  /** Changes its first answer, which may still be owed. */
  async change(it: Interaction, body: Json, message = '@original'): Promise<void> {
    await this.person.request('PATCH', `/webhooks/${this.applicationId}/${it.token}/messages/${message}`, body);
  }

  async say(it: Interaction, body: Json): Promise<string> {
    return (await this.person.request<{ id: string }>('POST', `/webhooks/${this.applicationId}/${it.token}`, body)).id;
  }

  close(): void {
    clearInterval(this.#beats);
    this.#socket?.close();
  }
}
