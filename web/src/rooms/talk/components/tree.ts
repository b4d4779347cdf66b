//! What applications put under a message or into a form, as the server sends it (it checked all of it).

export const Part = {
  Row: 1, Button: 2, StringSelect: 3, TextInput: 4, UserSelect: 5, RoleSelect: 6, MentionableSelect: 7, ChannelSelect: 8, Section: 9, Text: 10, Thumbnail: 11,
  Gallery: 12, File: 13, Separator: 14, Container: 17, Label: 18, FileUpload: 19, RadioGroup: 21, CheckboxGroup: 22, Checkbox: 23,
} as const;

export const ButtonStyle = { Primary: 1, Secondary: 2, Success: 3, Danger: 4, Link: 5 } as const;

export interface PartEmoji {
  id?: string;
  name: string;
  animated?: boolean;
}

export interface Option {
  label: string;
  value: string;
  description?: string;
  emoji?: PartEmoji;
  default?: boolean;
}

export interface Medium {
  url: string;
  proxy_url: string;
  width: number | null;
  height: number | null;
  content_type: string | null;
}

export interface RowPart { type: 1; components: BotPart[] }
export interface ButtonPart { type: 2; style: number; label?: string; emoji?: PartEmoji; custom_id?: string; url?: string; disabled?: boolean }
export interface StringSelectPart { type: 3; custom_id: string; placeholder?: string; min_values: number; max_values: number; options: Option[]; disabled?: boolean; required?: boolean }
export interface TextInputPart { type: 4; custom_id: string; style: 1 | 2; label?: string | null; value?: string; placeholder?: string; required: boolean; min_length?: number | null; max_length?: number | null }
export interface EntitySelectPart { type: 5 | 6 | 7 | 8; custom_id: string; placeholder?: string; min_values: number; max_values: number; channel_types?: number[]; default_values?: { id: string; type: string }[]; disabled?: boolean; required?: boolean }
export interface SectionPart { type: 9; components: BotPart[]; accessory: BotPart }
export interface TextPart { type: 10; content: string }
export interface ThumbnailPart { type: 11; media: Medium; description: string | null; spoiler: boolean }
export interface GalleryPart { type: 12; items: { media: Medium; description: string | null; spoiler: boolean }[] }
export interface FilePart { type: 13; file: Medium; name?: string | null; size?: number | null; spoiler: boolean }
export interface SeparatorPart { type: 14; spacing: 1 | 2; divider: boolean }
export interface ContainerPart { type: 17; components: BotPart[]; accent_color: number | null; spoiler: boolean }
export interface LabelPart { type: 18; label: string; description?: string | null; component: BotPart }
export interface FileUploadPart { type: 19; custom_id: string; min_values: number; max_values: number; required: boolean }
export interface RadioGroupPart { type: 21; custom_id: string; options: Option[]; required: boolean }
export interface CheckboxGroupPart { type: 22; custom_id: string; options: Option[]; min_values?: number; max_values?: number; required: boolean }
export interface CheckboxPart { type: 23; custom_id: string; default?: boolean }

export type BotPart = (
  | RowPart | ButtonPart | StringSelectPart | TextInputPart | EntitySelectPart | SectionPart | TextPart | ThumbnailPart | GalleryPart | FilePart | SeparatorPart
  | ContainerPart | LabelPart | FileUploadPart | RadioGroupPart | CheckboxGroupPart | CheckboxPart
) & { id: number };

/** What one fills in. */
export type FieldPart = TextInputPart | StringSelectPart | EntitySelectPart | FileUploadPart | RadioGroupPart | CheckboxGroupPart | CheckboxPart;

/** The fields of a form, in the order in which they are read. */
export function fieldsOf(parts: readonly BotPart[]): (FieldPart & { id: number })[] {
  return parts.flatMap((part) => {
    if (part.type === Part.Row) return fieldsOf(part.components);
    if (part.type === Part.Label) return fieldsOf([part.component]);
    return 'custom_id' in part && part.type !== Part.Button ? [part as FieldPart & { id: number }] : [];
  });
}
