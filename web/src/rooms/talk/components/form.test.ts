import { describe, expect, it } from 'vitest';

import { complaintOf, initial, submission, type Filled } from './form';
import type { BotPart, FieldPart } from './tree';

const text = (more: object = {}): FieldPart => ({ type: 4, custom_id: 't', style: 1, required: true, ...more }) as FieldPart;
const menu = (more: object = {}): FieldPart => ({ type: 3, custom_id: 'm', min_values: 1, max_values: 2, options: ['a', 'b', 'c'].map((it) => ({ label: it, value: it, default: it === 'b' })), ...more }) as FieldPart;
const boxes: FieldPart = { type: 22, custom_id: 'c', required: false, min_values: 2, options: ['a', 'b', 'c'].map((it) => ({ label: it, value: it })) };

describe('a field', () => {
  it('begins as the application wants it', () => {
    expect([initial(text({ value: 'x' })), initial(menu()), initial({ type: 23, custom_id: 'k', default: true })]).toEqual(['x', ['b'], true]);
  });

  it.each<[FieldPart, Filled, string | null]>([
    [text(), '', 'composer.option_required'],
    [text({ required: false, min_length: 3 }), '', null],
    [text({ min_length: 3 }), 'ab', 'composer.option_short'],
    [text({ max_length: 2 }), '👍👍', null],
    [text({ max_length: 2 }), 'abc', 'composer.option_long'],
    [menu(), [], 'composer.option_required'],
    [menu({ required: false }), [], null],
    [menu({ min_values: 2 }), ['a'], 'composer.choose_least'],
    [menu(), ['a', 'b', 'c'], 'composer.choose_most'],
    [boxes, ['a'], 'composer.choose_least'],
    [boxes, ['a', 'b', 'c'], null],
    [{ type: 21, custom_id: 'r', required: true, options: [] }, '', 'composer.option_required'],
    [{ type: 23, custom_id: 'k' }, false, null],
  ])('%j with %j: %s', (field, filled, expected) => expect(complaintOf(field, filled)?.key ?? null).toBe(expected));
});

describe('a form', () => {
  it('is sent in its layout, texts left out, files by their number', () => {
    const parts = [
      { type: 10, id: 1, content: 'Please' },
      { type: 1, id: 2, components: [{ ...text(), id: 3 }] },
      { type: 18, id: 4, label: 'Which', component: { ...menu(), id: 5 } },
      { type: 18, id: 6, label: 'Files', component: { type: 19, id: 7, custom_id: 'f', min_values: 0, max_values: 2, required: false } },
      { type: 18, id: 8, label: 'Sure', component: { type: 23, id: 9, custom_id: 'k' } },
      { type: 18, id: 10, label: 'One', component: { type: 21, id: 11, custom_id: 'r', required: false, options: [] } },
    ] as BotPart[];
    const files = [new File(['a'], 'a'), new File(['b'], 'b')];
    const { components, files: sent } = submission(parts, new Map<string, Filled>([['t', 'hello'], ['f', files], ['k', true]]));
    expect(components).toEqual([
      { type: 1, components: [{ type: 4, custom_id: 't', value: 'hello' }] },
      { type: 18, component: { type: 3, custom_id: 'm', values: ['b'] } },
      { type: 18, component: { type: 19, custom_id: 'f', values: ['0', '1'] } },
      { type: 18, component: { type: 23, custom_id: 'k', value: true } },
      { type: 18, component: { type: 21, custom_id: 'r' } },
    ]);
    expect(sent).toEqual(files);
  });
});
