//! The commands of applications that the person may use, by channel, and how their options are checked.
import { SvelteMap } from 'svelte/reactivity';
import type { APIUser } from 'discord-api-types/v10';

import type { Api } from '../api/client';
import type { Key, Values } from '../i18n/i18n.svelte';

export const OptionType = { SubCommand: 1, SubCommandGroup: 2, String: 3, Integer: 4, Boolean: 5, User: 6, Channel: 7, Role: 8, Mentionable: 9, Number: 10, Attachment: 11 } as const;
export const CommandType = { Chat: 1, User: 2, Message: 3 } as const;

export interface CommandChoice {
  name: string;
  name_localized?: string | null;
  value: string | number;
}

export interface CommandOption {
  type: number;
  name: string;
  name_localized?: string | null;
  description: string;
  description_localized?: string | null;
  required?: boolean;
  choices?: readonly CommandChoice[];
  options?: readonly CommandOption[];
  channel_types?: readonly number[];
  min_value?: number;
  max_value?: number;
  min_length?: number;
  max_length?: number;
  autocomplete?: boolean;
}

export interface Command {
  id: string;
  application_id: string;
  version: string;
  type: number;
  name: string;
  name_localized?: string | null;
  description: string;
  description_localized?: string | null;
  options?: readonly CommandOption[];
  guild_id?: string;
}

export interface Application {
  id: string;
  name: string;
  description: string;
  icon: string | null;
  bot?: APIUser;
}

interface Index {
  applications: readonly Application[];
  application_commands: readonly Command[];
}

/** A command that can be sent: the whole way to a subcommand, with the options at its end. */
export interface Usable {
  key: string;
  command: Command;
  application: Application;
  /** The groups and the subcommand on the way. */
  path: readonly CommandOption[];
  /** In the person's language. */
  name: string;
  description: string;
  options: readonly CommandOption[];
}

/** An index is asked for again after this, because applications change their commands without telling. */
const FRESH_MS = 60_000;

export class Commands {
  #byChannel = new SvelteMap<string, { usable: readonly Usable[]; index: Index; at: number }>();
  #loading = new Map<string, Promise<void>>();
  readonly #api: Pick<Api, 'get'>;
  readonly #now: () => number;

  constructor(api: Pick<Api, 'get'>, now = () => Date.now()) {
    this.#api = api;
    this.#now = now;
  }

  /** What is known for a channel; nothing before it was loaded. */
  in(channelId: string): readonly Usable[] {
    return this.#byChannel.get(channelId)?.usable ?? [];
  }

  /** Commands in the menu of people or of messages. */
  inMenu(channelId: string, type: number): { command: Command; application: Application }[] {
    const index = this.#byChannel.get(channelId)?.index;
    const found = (index?.application_commands ?? []).filter((it) => it.type === type);
    return found.flatMap((command) => {
      const application = index?.applications.find((it) => it.id === command.application_id);
      return application ? [{ command, application }] : [];
    });
  }

  isLoaded(channelId: string): boolean {
    return this.#byChannel.has(channelId);
  }

  /** Asks for the commands of a channel, unless they are fresh. */
  load(channelId: string): Promise<void> {
    const known = this.#byChannel.get(channelId);
    if (known && this.#now() - known.at < FRESH_MS) return Promise.resolve();
    const loading = this.#loading.get(channelId) ?? this.#fetch(channelId).finally(() => this.#loading.delete(channelId));
    this.#loading.set(channelId, loading);
    return loading;
  }

  /** What is known is no longer true. */
  forget(): void {
    this.#byChannel.clear();
  }

  async #fetch(channelId: string): Promise<void> {
    const index = await this.#api.get<Index>(`/channels/${channelId}/application-command-index`);
    const usable = index.application_commands.filter((it) => it.type === CommandType.Chat).flatMap((command) => {
      const application = index.applications.find((it) => it.id === command.application_id);
      return application ? usableOf(command, application) : [];
    });
    this.#byChannel.set(channelId, { usable, index, at: this.#now() });
  }
}

const isNested = (option: CommandOption) => option.type === OptionType.SubCommand || option.type === OptionType.SubCommandGroup;
export const nameOf = (it: { name: string; name_localized?: string | null }) => it.name_localized ?? it.name;
export const descriptionOf = (it: { description: string; description_localized?: string | null }) => it.description_localized ?? it.description;

/** All that a command can be sent as: itself, or each of its subcommands. */
export function usableOf(command: Command, application: Application): Usable[] {
  const found: Usable[] = [];
  const walk = (options: readonly CommandOption[], path: readonly CommandOption[], description: string): void => {
    if (options.some(isNested)) {
      for (const option of options) if (isNested(option)) walk(option.options ?? [], [...path, option], descriptionOf(option));
      return;
    }
    const name = [nameOf(command), ...path.map(nameOf)].join(' ');
    found.push({ key: [command.id, ...path.map((it) => it.name)].join(' '), command, application, path, name, description, options });
  };
  walk(command.options ?? [], [], descriptionOf(command));
  return found;
}

/** What was given for an option: text as it was typed, an id, yes or no, a file. */
export type Given = string | boolean | File;

export interface Complaint {
  key: Key;
  values?: Values;
}

/** What is wrong with what was given, or null. */
export function complaintOf(option: CommandOption, given: Given | undefined): Complaint | null {
  if (given === undefined || given === '') return option.required === true ? { key: 'composer.option_required' } : null;
  if (option.type === OptionType.String && typeof given === 'string') {
    const length = [...given].length;
    if (option.choices !== undefined && !option.choices.some((it) => String(it.value) === given)) return { key: 'composer.option_choose' };
    if (option.min_length !== undefined && length < option.min_length) return { key: 'composer.option_short', values: { count: option.min_length } };
    if (option.max_length !== undefined && length > option.max_length) return { key: 'composer.option_long', values: { count: option.max_length } };
  }
  if ((option.type === OptionType.Integer || option.type === OptionType.Number) && typeof given === 'string') {
    const number = numberOf(given);
    if (number === null || (option.type === OptionType.Integer && !Number.isSafeInteger(number))) return { key: option.type === OptionType.Integer ? 'composer.option_integer' : 'composer.option_number' };
    if (option.choices !== undefined && !option.choices.some((it) => it.value === number)) return { key: 'composer.option_choose' };
    if (option.min_value !== undefined && number < option.min_value) return { key: 'composer.option_min', values: { count: option.min_value } };
    if (option.max_value !== undefined && number > option.max_value) return { key: 'composer.option_max', values: { count: option.max_value } };
  }
  return null;
}

/** A number as people write it: with a comma too. */
function numberOf(text: string): number | null {
  const plain = text.trim().replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (!/^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(plain)) return null;
  return Number(plain);
}

/** What is sent: the command's data, and the files that it names by their number. */
export function dataOf(usable: Usable, given: ReadonlyMap<string, Given>, focused?: string): { data: Record<string, unknown>; files: File[] } {
  const files: File[] = [];
  const options: Record<string, unknown>[] = [];
  for (const option of usable.options) {
    const value = given.get(option.name);
    const isFocused = option.name === focused;
    if (!isFocused && (value === undefined || value === '')) continue;
    options.push({ type: option.type, name: option.name, value: valueOf(option, value ?? '', files, isFocused), ...(isFocused ? { focused: true } : {}) });
  }
  const nested = usable.path.reduceRight<Record<string, unknown>[]>((inner, it) => [{ type: it.type, name: it.name, options: inner }], options);
  const { id, version, name, type, guild_id } = usable.command;
  return { data: { id, version, name, type, options: nested, ...(guild_id === undefined ? {} : { guild_id }) }, files };
}

function valueOf(option: CommandOption, given: Given, files: File[], isFocused: boolean): string | number | boolean {
  if (given instanceof File) {
    files.push(given);
    return String(files.length - 1);
  }
  const isNumeric = option.type === OptionType.Integer || option.type === OptionType.Number;
  // What is still being typed travels as it stands.
  if (isNumeric && typeof given === 'string') return isFocused ? given : (numberOf(given) ?? given);
  return given;
}
