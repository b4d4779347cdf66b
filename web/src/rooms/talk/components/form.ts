//! What is filled into a bot's form: how it begins, whether it is complete, and as what it is sent.
import type { Key, Values } from '../../../i18n/i18n.svelte';
import { fieldsOf, Part, type BotPart, type FieldPart } from './tree';

/** A text, the things that were chosen, yes or no, or files. */
export type Filled = string | readonly string[] | boolean | readonly File[];

export function initial(field: FieldPart): Filled {
  switch (field.type) {
    case Part.TextInput:
      return field.value ?? '';
    case Part.StringSelect:
    case Part.CheckboxGroup:
      return field.options.filter((it) => it.default === true).map((it) => it.value);
    case Part.RadioGroup:
      return field.options.find((it) => it.default === true)?.value ?? '';
    case Part.Checkbox:
      return field.default ?? false;
    case Part.FileUpload:
      return [];
    default:
      return (field.default_values ?? []).map((it) => it.id);
  }
}

/** What is wrong with a field, or null. */
export function complaintOf(field: FieldPart, filled: Filled): { key: Key; values?: Values } | null {
  if (field.type === Part.Checkbox) return null;
  const required = field.required ?? true;
  const size = typeof filled === 'string' ? [...filled].length : typeof filled === 'boolean' ? 1 : filled.length;
  if (size === 0) return required ? { key: 'composer.option_required' } : null;
  if (field.type === Part.TextInput) {
    if (size < (field.min_length ?? 0)) return { key: 'composer.option_short', values: { count: field.min_length ?? 0 } };
    if (size > (field.max_length ?? 4000)) return { key: 'composer.option_long', values: { count: field.max_length ?? 4000 } };
    return null;
  }
  if (field.type === Part.RadioGroup) return null;
  if (size < (field.min_values ?? 0)) return { key: 'composer.choose_least', values: { count: field.min_values ?? 0 } };
  const most = field.max_values ?? (field.type === Part.CheckboxGroup ? field.options.length : 1);
  return size > most ? { key: 'composer.choose_most', values: { count: most } } : null;
}

/** The form as it is sent, and the files that it names by their number. */
export function submission(parts: readonly BotPart[], filled: ReadonlyMap<string, Filled>): { components: Record<string, unknown>[]; files: File[] } {
  const files: File[] = [];
  const one = (part: BotPart): Record<string, unknown>[] => {
    if (part.type === Part.Row) return [{ type: part.type, components: part.components.flatMap(one) }];
    if (part.type === Part.Label) return [{ type: part.type, component: one(part.component)[0] }];
    const [field] = fieldsOf([part]);
    if (!field) return [];
    const value = filled.get(field.custom_id) ?? initial(field);
    const base = { type: field.type, custom_id: field.custom_id };
    if (typeof value === 'boolean') return [{ ...base, value }];
    if (typeof value === 'string') return [{ ...base, ...(field.type === Part.RadioGroup && value === '' ? {} : { value }) }];
    const values = value.map((it) => (it instanceof File ? String(files.push(it) - 1) : it));
    return [{ ...base, values }];
  };
  return { components: parts.flatMap(one), files };
}
