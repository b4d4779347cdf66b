import { describe, expect, it, vi } from 'vitest';

import { Commands, complaintOf, dataOf, OptionType, usableOf, type Application, type Command, type CommandOption } from './commands.svelte';

const application: Application = { id: '5', name: 'Bot', description: '', icon: null };
const option = (type: number, name: string, more: Partial<CommandOption> = {}): CommandOption => ({ type, name, description: `What ${name} is`, ...more });
const command = (options: CommandOption[], more: Partial<Command> = {}): Command => ({ id: '7', application_id: '5', version: '8', type: 1, name: 'note', description: 'Notes', options, ...more });

describe('commands', () => {
  it('are offered by each of their subcommands, in the words of the person', () => {
    const add = option(OptionType.SubCommand, 'add', { name_localized: 'ajouter', options: [option(OptionType.String, 'text')] });
    const group = option(OptionType.SubCommandGroup, 'list', { options: [option(OptionType.SubCommand, 'all'), option(OptionType.SubCommand, 'own')] });
    const usable = usableOf(command([add, group], { name_localized: 'carnet' }), application);
    expect(usable.map((it) => it.name)).toEqual(['carnet ajouter', 'carnet list all', 'carnet list own']);
    expect(usable[0]?.options.map((it) => it.name)).toEqual(['text']);
  });

  it('without options are offered as they are', () => {
    expect(usableOf(command([]), application)).toMatchObject([{ name: 'note', path: [], options: [] }]);
  });

  it('are asked for once, and again when they are old', async () => {
    let now = 0;
    const get = vi.fn(async () => ({ applications: [application], application_commands: [command([]), command([], { id: '9', type: 3, name: 'Report' })] }));
    const commands = new Commands({ get: get as never }, () => now);
    await Promise.all([commands.load('10'), commands.load('10')]);
    expect(get).toHaveBeenCalledTimes(1);
    expect(commands.in('10').map((it) => it.name)).toEqual(['note']);
    expect(commands.inMenu('10', 3).map((it) => it.command.name)).toEqual(['Report']);
    now = 61_000;
    await commands.load('10');
    expect(get).toHaveBeenCalledTimes(2);
  });
});

describe('an option', () => {
  it.each([
    [option(3, 'a', { required: true }), undefined, 'composer.option_required'],
    [option(3, 'a', { required: true }), '', 'composer.option_required'],
    [option(3, 'a'), undefined, null],
    [option(3, 'a', { min_length: 2 }), 'x', 'composer.option_short'],
    [option(3, 'a', { max_length: 2 }), '👍👍', null],
    [option(3, 'a', { max_length: 2 }), 'abc', 'composer.option_long'],
    [option(3, 'a', { choices: [{ name: 'A', value: 'a' }] }), 'b', 'composer.option_choose'],
    [option(4, 'a'), '12', null],
    [option(4, 'a'), '1.5', 'composer.option_integer'],
    [option(4, 'a'), '1e3', 'composer.option_integer'],
    [option(4, 'a'), '9007199254740993', 'composer.option_integer'],
    [option(4, 'a', { min_value: 3 }), '2', 'composer.option_min'],
    [option(4, 'a', { max_value: 3 }), '4', 'composer.option_max'],
    [option(10, 'a'), '1,5', null],
    [option(10, 'a'), 'many', 'composer.option_number'],
    [option(5, 'a', { required: true }), false, null],
  ])('%j with %j: %s', (it, given, expected) => expect(complaintOf(it, given)?.key ?? null).toBe(expected));
});

describe('what is sent', () => {
  const options = [option(3, 'text'), option(4, 'count'), option(5, 'loud'), option(11, 'picture')];

  it('holds values of the right kinds, and files by their number', () => {
    const [usable] = usableOf(command(options), application);
    if (!usable) throw new Error('a command without subcommands is usable');
    const file = new File(['x'], 'x.png');
    const { data, files } = dataOf(usable, new Map<string, string | boolean | File>([['text', 'hi'], ['count', '1 000'], ['loud', false], ['picture', file]]));
    expect(data['options']).toEqual([
      { type: 3, name: 'text', value: 'hi' },
      { type: 4, name: 'count', value: 1000 },
      { type: 5, name: 'loud', value: false },
      { type: 11, name: 'picture', value: '0' },
    ]);
    expect(files).toEqual([file]);
  });

  it('leaves out what was not given', () => {
    const [usable] = usableOf(command(options), application);
    if (!usable) throw new Error('a command without subcommands is usable');
    expect(dataOf(usable, new Map([['text', '']])).data['options']).toEqual([]);
  });

  it('stands inside of its subcommand and group', () => {
    const own = option(OptionType.SubCommand, 'own', { options: [option(3, 'text')] });
    const [usable] = usableOf(command([option(OptionType.SubCommandGroup, 'list', { options: [own] })]), application);
    if (!usable) throw new Error('the subcommand is usable');
    expect(dataOf(usable, new Map([['text', 'a']])).data['options']).toEqual([
      { type: 2, name: 'list', options: [{ type: 1, name: 'own', options: [{ type: 3, name: 'text', value: 'a' }] }] },
    ]);
  });

  it('marks what is being typed, even while it is empty', () => {
    const [usable] = usableOf(command([option(4, 'count', { autocomplete: true })]), application);
    if (!usable) throw new Error('a command without subcommands is usable');
    expect(dataOf(usable, new Map([['count', '1x']]), 'count').data['options']).toEqual([{ type: 4, name: 'count', value: '1x', focused: true }]);
    expect(dataOf(usable, new Map(), 'count').data['options']).toEqual([{ type: 4, name: 'count', value: '', focused: true }]);
  });
});
