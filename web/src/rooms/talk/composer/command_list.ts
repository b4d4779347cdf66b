//! The commands that fit what was typed behind a slash, and what was typed behind a command's whole name.
import type { Usable } from '../../../state/commands.svelte';
import { bestOf, folded } from './completion';
import type { Candidate } from './directory';

const OFFERED_MAX = 20;

export function commandsFor(usable: readonly Usable[], query: string): Candidate[] {
  const named = usable.filter((it) => restOf(it, query) !== null);
  const found = named.length > 0 ? named : bestOf(usable, query, (it) => [it.name, [it.command.name, ...it.path.map((part) => part.name)].join(' '), it.application.name], OFFERED_MAX);
  return found.map((it) => ({ key: it.key, label: `/${it.name}`, detail: it.description, picture: { kind: 'app', user: it.application.bot ?? null }, text: `/${it.name}` }));
}

/** What stands behind a command's name, if the name is there whole. */
export function restOf(usable: Usable, query: string): string | null {
  const name = `${usable.name} `;
  return folded(query).startsWith(folded(name)) ? query.slice(name.length) : null;
}
