//! The questions of a place while somebody edits them, and the same as the server wants them. Pure.
import { type FieldError, fieldWords } from '../../api/error';
import type { PartialEmoji } from '../../emoji/choice';
import type { Onboarding } from '../welcome/onboarding';

/** What the server takes at most. */
export const ONBOARDING_MAX = { prompts: 15, options: 50, promptChars: 100, optionChars: 50, descriptionChars: 100, roles: 50, channels: 50, defaultChannels: 500 } as const;

export interface OptionDraft {
  /** The server's, or one of {@link freshId}. */
  id: string;
  title: string;
  description: string;
  emoji: PartialEmoji | null;
  roleIds: readonly string[];
  channelIds: readonly string[];
}

export interface PromptDraft {
  id: string;
  /** How the answers are shown; kept as it was. */
  type: number;
  title: string;
  singleSelect: boolean;
  required: boolean;
  /** Asked at the door; else only among the choices that one can change later. */
  inOnboarding: boolean;
  options: readonly OptionDraft[];
}

export interface OnboardingDraft {
  enabled: boolean;
  defaultChannelIds: readonly string[];
  prompts: readonly PromptDraft[];
}

const FRESH = 'new-';
let made = 0;

/** For what the server has not seen yet. */
export function freshId(): string {
  made += 1;
  return `${FRESH}${made}`;
}

export function freshOption(): OptionDraft {
  return { id: freshId(), title: '', description: '', emoji: null, roleIds: [], channelIds: [] };
}

/** A question with room for its first answer: none is allowed without. */
export function freshPrompt(): PromptDraft {
  return { id: freshId(), type: 0, title: '', singleSelect: false, required: false, inOnboarding: true, options: [freshOption()] };
}

export function draftOf(onboarding: Onboarding): OnboardingDraft {
  return {
    enabled: onboarding.enabled,
    defaultChannelIds: onboarding.default_channel_ids,
    prompts: onboarding.prompts.map((prompt) => ({
      id: prompt.id,
      type: prompt.type,
      title: prompt.title,
      singleSelect: prompt.single_select,
      required: prompt.required,
      inOnboarding: prompt.in_onboarding,
      options: prompt.options.map((option) => ({
        id: option.id,
        title: option.title,
        description: option.description ?? '',
        emoji: option.emoji?.id == null && option.emoji?.name == null ? null : option.emoji,
        roleIds: option.role_ids,
        channelIds: option.channel_ids,
      })),
    })),
  };
}

/** The body of `PUT /guilds/{id}/onboarding`. What is new goes without an id. */
export function bodyOf(draft: OnboardingDraft) {
  return {
    enabled: draft.enabled,
    default_channel_ids: draft.defaultChannelIds,
    prompts: draft.prompts.map((prompt) => ({
      ...knownId(prompt.id),
      type: prompt.type,
      title: prompt.title.trim(),
      single_select: prompt.singleSelect,
      required: prompt.required,
      in_onboarding: prompt.inOnboarding,
      options: prompt.options.map((option) => ({
        ...knownId(option.id),
        title: option.title.trim(),
        description: option.description.trim(),
        emoji_id: option.emoji?.id ?? null,
        emoji_name: option.emoji?.name ?? null,
        role_ids: option.roleIds,
        channel_ids: option.channelIds,
      })),
    })),
  };
}

function knownId(id: string): { id?: string } {
  return id.startsWith(FRESH) ? {} : { id };
}

/** Complaints by the address of what they are about, such as `<prompt>.title` or `<option>.role_ids.<role>`. */
export type Complaints = ReadonlyMap<string, string>;

/**
 * The server names places in the lists that it was sent. Here they are told by ids, so that a complaint stays with its
 * field when the list moves.
 */
export function complaintsOf(errors: readonly FieldError[], sent: OnboardingDraft): Complaints {
  return new Map(errors.map((it) => [addressOf(it.path, sent), fieldWords(it)]));
}

function addressOf(path: readonly string[], sent: OnboardingDraft): string {
  const [field, at, ofPrompt, optionAt, ofOption, entryAt] = path;
  if (field === 'default_channel_ids') return `default_channel_ids.${sent.defaultChannelIds[Number(at)] ?? ''}`;
  const prompt = field === 'prompts' ? sent.prompts[Number(at)] : undefined;
  if (!prompt) return path.join('.');
  const option = ofPrompt === 'options' ? prompt.options[Number(optionAt)] : undefined;
  if (!option) return `${prompt.id}.${ofPrompt ?? ''}`;
  // Only the emoji is complained about without naming a field.
  if (ofOption === undefined) return `${option.id}.emoji`;
  if (entryAt === undefined) return `${option.id}.${ofOption}`;
  const entries = ofOption === 'role_ids' ? option.roleIds : option.channelIds;
  return `${option.id}.${ofOption}.${entries[Number(entryAt)] ?? ''}`;
}

/** Whether anything is wrong below an id: then it must not stay folded. */
export function isWrong(complaints: Complaints, id: string): boolean {
  return [...complaints.keys()].some((it) => it.startsWith(`${id}.`));
}
