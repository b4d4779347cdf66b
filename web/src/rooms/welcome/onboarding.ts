//! What a place asks newcomers, and what their answers mean. Pure; the wire is the server's.
import type { Api } from '../../api/client';
import type { PartialEmoji } from '../../emoji/choice';
import type { Guild } from '../../state/guild.svelte';

export interface PromptOption {
  id: string;
  title: string;
  description: string | null;
  emoji: PartialEmoji | null;
  role_ids: string[];
  channel_ids: string[];
}

export interface Prompt {
  id: string;
  /** How the answers are shown: 0 as choices, 1 as a folded list. */
  type: number;
  title: string;
  single_select: boolean;
  required: boolean;
  in_onboarding: boolean;
  options: PromptOption[];
}

export interface Onboarding {
  enabled: boolean;
  default_channel_ids: string[];
  prompts: Prompt[];
  /** Options that the person has chosen. */
  responses: string[];
}

export interface WelcomeScreen {
  description: string | null;
  welcome_channels: { channel_id: string; description: string; emoji_id: string | null; emoji_name: string | null }[];
}

/** Flag of a member who has answered. */
const COMPLETED_ONBOARDING = 1 << 1;
// Those who said "later" are asked again when they come back another time.
const postponed = new Set<string>();

export function loadOnboarding(api: Api, guildId: string): Promise<Onboarding> {
  return api.get<Onboarding>(`/guilds/${guildId}/onboarding`);
}

export function hasCompleted(flags: number | undefined): boolean {
  return ((flags ?? 0) & COMPLETED_ONBOARDING) !== 0;
}

/** Whether a guild wants to ask the person something before anything else. */
export function asksNewcomer(guild: Guild): boolean {
  const asks = (guild.data.features as readonly string[]).includes('GUILD_ONBOARDING');
  return asks && !guild.isOwner && guild.me !== undefined && !hasCompleted(guild.me.flags) && !postponed.has(guild.id);
}

export function postpone(guildId: string): void {
  postponed.add(guildId);
}

/** The answers after one option was chosen or taken back. */
export function choose(prompt: Prompt, chosen: readonly string[], optionId: string): string[] {
  if (chosen.includes(optionId)) return chosen.filter((it) => it !== optionId);
  const others = prompt.options.map((it) => it.id);
  const kept = prompt.single_select ? chosen.filter((it) => !others.includes(it)) : chosen;
  return [...kept, optionId];
}

/** Prompts that must be answered and are not. */
export function unanswered(prompts: readonly Prompt[], chosen: readonly string[]): Prompt[] {
  return prompts.filter((prompt) => prompt.required && prompt.in_onboarding && !prompt.options.some((it) => chosen.includes(it.id)));
}
