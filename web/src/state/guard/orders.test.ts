import { describe, expect, it } from 'vitest';

import { Orders, addressesIn, minutesLeft, type Order } from './orders.svelte';

const order = (id: string, more: Partial<Order> = {}) => ({ id, state: 'received', links: [], acts: [], ...more }) as unknown as Order;

describe('orders of authorities', () => {
  it('count their minutes down, and below nothing', () => {
    const due = { due_at: '2026-11-23T10:00:00Z' };
    expect(minutesLeft(due, Date.parse('2026-11-23T09:00:30Z'))).toBe(59);
    expect(minutesLeft(due, Date.parse('2026-11-23T10:00:01Z'))).toBe(-1);
    expect(minutesLeft({ due_at: null }, 0)).toBeNull();
  });

  it('take addresses as they are pasted', () => {
    expect(addressesIn(' https://a.example/1\n\nhttps://a.example/2  https://a.example/3 ')).toEqual(['https://a.example/1', 'https://a.example/2', 'https://a.example/3']);
  });

  it('show what was entered first, and what was done in its place', async () => {
    const sent: string[] = [];
    const api = {
      get: async () => ({ orders: [order('1')], has_more: false }),
      post: async (path: string) => (sent.push(path), path.endsWith('/orders') ? order('2') : order('1', { state: 'executed' })),
      put: async () => order('1', { state: 'authentic' }),
      file: async () => new Blob(),
    };
    const orders = new Orders(api as unknown as ConstructorParameters<typeof Orders>[0]);
    await orders.load();
    await orders.enter({ kind: 'order', authority: 'A', member_state: 'FR', reference: '1', contact: '', material: [], reasons: '', redress: '', signed: true, urls: ['x'] });
    expect(orders.all?.map((it) => it.id)).toEqual(['2', '1']);
    await orders.set('1', 'authentication', {});
    expect(orders.all?.[1]?.state).toBe('authentic');
    await orders.act('1', 'execution', {});
    expect([orders.all?.[1]?.state, sent.at(-1)]).toEqual(['executed', '/parvis/v1/guard/orders/1/execution']);
  });
});
