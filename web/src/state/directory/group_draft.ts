//! A group as somebody describes it in a form, and what is sent of it.
import type { components } from '../../api/parvis';
import type { GroupBody, JoinMode, Listing, MembersShown, Position, Via, Visibility } from './words';

export const LIMITS = { name: 80, description: 1000, tags: 8, tag: 24, questions: 5, question: 200, languages: 10 } as const;

/** A flag that somebody chose: a picture as a data address, or a description that the server draws. */
export type FlagChoice = { picture: string } | { design: components['schemas']['FlagDesign'] };

export interface GroupDraft {
  name: string;
  /** By language. */
  description: Record<string, string>;
  languages: readonly string[];
  /** As they are typed, with commas between them. */
  tags: string;
  areaId: string | null;
  /** A point instead of an area; what is kept of it is its area or a cell of a grid. */
  point: Position | null;
  precision: 'area' | 'cell';
  /** A chat elsewhere; for a guild of this server the id of the guild. */
  url: string;
  guildId: string | null;
  join: JoinMode;
  questions: readonly string[];
  visibility: Visibility;
  shown: MembersShown;
  /** How many take part, where the server cannot count them. */
  declared: string;
  /** Null for none; undefined for what is there already. */
  flag: FlagChoice | null | undefined;
  /** A day as the browser's field writes it; empty for no end. */
  expires: string;
}

export function emptyDraft(language: string): GroupDraft {
  return {
    name: '', description: { [language]: '' }, languages: [language], tags: '', areaId: null, point: null, precision: 'area', url: '', guildId: null, join: 'open', questions: [],
    visibility: 'public', shown: 'bucket', declared: '', flag: undefined, expires: '',
  };
}

/** What stands on the map, ready to be corrected. */
export function draftOf(listing: Listing): GroupDraft {
  return {
    name: listing.name,
    description: { ...(listing.description as Record<string, string>) },
    languages: listing.languages,
    tags: listing.tags.join(', '),
    areaId: listing.area_id,
    point: null,
    precision: 'area',
    url: listing.target.type === 'link' ? listing.target.url : '',
    guildId: listing.target.type === 'guild' ? listing.target.guild_id : null,
    join: listing.join.mode,
    questions: listing.join.questions,
    visibility: listing.visibility,
    shown: listing.members.shown,
    declared: listing.members.declared === null ? '' : String(listing.members.declared),
    flag: undefined,
    expires: listing.expires_at?.slice(0, 10) ?? '',
  };
}

export function tagsOf(text: string): string[] {
  const tags = text.split(/[,،;\n]/u).map((it) => it.trim().replace(/^#/, '').toLowerCase());
  return [...new Set(tags.filter((it) => it !== ''))];
}

/** What of a draft is sent. */
export function bodyOf(draft: GroupDraft): GroupBody {
  const description = Object.fromEntries(Object.entries(draft.description).map(([language, text]) => [language, text.trim()] as const).filter(([, text]) => text !== ''));
  const declared = /^\d+$/.test(draft.declared.trim()) ? Number(draft.declared.trim()) : null;
  return {
    name: draft.name.trim(),
    description,
    languages: [...draft.languages],
    tags: tagsOf(draft.tags),
    ...placeOf(draft),
    target: draft.guildId === null ? { type: 'link', url: draft.url.trim() } : { type: 'guild', guild_id: draft.guildId },
    join: { mode: draft.join, questions: draft.join === 'request' ? draft.questions.map((it) => it.trim()).filter((it) => it !== '') : [] },
    visibility: draft.visibility,
    members: { shown: draft.shown, declared: draft.guildId === null ? declared : null },
    ...(draft.flag !== undefined && { flag: draft.flag }),
    expires_at: draft.expires === '' ? null : endOf(draft.expires),
  };
}

/** Only what differs from what stands there: the rest stays as it is. */
export function changesOf(before: GroupDraft, after: GroupDraft): Partial<GroupBody> {
  const [old, now] = [bodyOf(before), bodyOf(after)] as [Record<string, unknown>, Record<string, unknown>];
  return Object.fromEntries(Object.entries(now).filter(([key, value]) => JSON.stringify(old[key]) !== JSON.stringify(value))) as Partial<GroupBody>;
}

function placeOf(draft: GroupDraft): Pick<GroupBody, 'area_id' | 'point' | 'precision'> {
  if (draft.point !== null) return { point: [...draft.point], precision: draft.precision };
  return draft.areaId === null ? {} : { area_id: draft.areaId };
}

/** The end of a day, where the reader is. */
function endOf(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString();
}

const NETWORKS: readonly (readonly [RegExp, Via])[] = [
  [/^https:\/\/(?:www\.)?(?:t|telegram)\.me\/\S/i, 'telegram'],
  [/^https:\/\/signal\.group\/#\S/i, 'signal'],
  [/^https:\/\/chat\.whatsapp\.com\/\S/i, 'whatsapp'],
  [/^https:\/\/matrix\.to\/#\/\S/i, 'matrix'],
  [/^https:\/\/(?:www\.)?discord(?:app)?\.(?:gg|com\/invite)\/\S/i, 'discord'],
];

/** Which network an address leads to, as far as one sees while it is typed; the server looks closer. */
export function networkOf(url: string): Via | null {
  return NETWORKS.find(([pattern]) => pattern.test(url.trim()))?.[1] ?? null;
}
