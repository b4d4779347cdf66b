//! The welcome screen while somebody edits it, and the same as the server wants it. Pure.
import { type FieldError, fieldWords } from '../../api/error';
import type { PartialEmoji } from '../../emoji/choice';
import type { WelcomeScreen } from '../welcome/onboarding';

/** What the server takes at most. */
export const WELCOME_MAX = { descriptionChars: 140, channels: 5, channelChars: 50 } as const;

export interface WelcomeChannelDraft {
  /** The channel's. */
  id: string;
  description: string;
  emoji: PartialEmoji | null;
}

export interface WelcomeDraft {
  enabled: boolean;
  description: string;
  channels: readonly WelcomeChannelDraft[];
}

/** `screen` is null where none was made yet. */
export function welcomeDraftOf(screen: WelcomeScreen | null, enabled: boolean): WelcomeDraft {
  return {
    enabled,
    description: screen?.description ?? '',
    channels: (screen?.welcome_channels ?? []).map((it) => ({
      id: it.channel_id,
      description: it.description,
      emoji: it.emoji_id === null && it.emoji_name === null ? null : { id: it.emoji_id, name: it.emoji_name, animated: false },
    })),
  };
}

/** The body of `PATCH /guilds/{id}/welcome-screen`. */
export function welcomeBodyOf(draft: WelcomeDraft) {
  const description = draft.description.trim();
  return {
    enabled: draft.enabled,
    description: description === '' ? null : description,
    welcome_channels: draft.channels.map((it) => ({
      channel_id: it.id,
      description: it.description.trim(),
      emoji_id: it.emoji?.id ?? null,
      emoji_name: it.emoji?.name ?? null,
    })),
  };
}

/** Complaints by `<channel>.<field>`, so that they stay with their channel when the list moves. */
export function welcomeComplaintsOf(errors: readonly FieldError[], sent: WelcomeDraft): ReadonlyMap<string, string> {
  return new Map(
    errors.map((it) => {
      const [field, at, ofChannel] = it.path;
      const channel = field === 'welcome_channels' ? sent.channels[Number(at)] : undefined;
      // Only the emoji is complained about without naming a field.
      return [channel ? `${channel.id}.${ofChannel ?? 'emoji'}` : it.path.join('.'), fieldWords(it)];
    }),
  );
}
