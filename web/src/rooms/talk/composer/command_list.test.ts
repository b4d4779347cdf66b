import { describe, expect, it } from 'vitest';

import { usableOf, type Command } from '../../../state/commands.svelte';
import { commandsFor, restOf } from './command_list';

const application = { id: '5', name: 'Boulange', description: '', icon: null };
const command = (id: string, name: string, options: Command['options'] = []): Command => ({ id, application_id: '5', version: '1', type: 1, name, description: '', options });
const usable = [
  ...usableOf(command('1', 'dessiner'), application),
  ...usableOf(command('2', 'note', [{ type: 1, name: 'ajouter', description: '' }, { type: 1, name: 'liste', description: '' }]), application),
];
const labels = (query: string) => commandsFor(usable, query).map((it) => it.label);

describe('commands behind a slash', () => {
  it('are all of them at first', () => expect(labels('')).toEqual(['/dessiner', '/note ajouter', '/note liste']));
  it('fit by the beginning, by a subcommand, by their application', () => {
    expect(labels('des')).toEqual(['/dessiner']);
    expect(labels('liste')).toEqual(['/note liste']);
    expect(labels('boul')).toHaveLength(3);
  });
  it('stay chosen while what is given to them is typed', () => expect(labels('note ajouter du pain')).toEqual(['/note ajouter']));
  it('know what was typed behind their name', () => {
    const [draw] = usable;
    if (!draw) throw new Error('there is one');
    expect([restOf(draw, 'dessiner un chat'), restOf(draw, 'dessin')]).toEqual(['un chat', null]);
  });
});
