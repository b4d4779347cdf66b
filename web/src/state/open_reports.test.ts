import { describe, expect, it } from 'vitest';

import type { Api } from '../api/client';
import { OpenReports } from './open_reports.svelte';

/** A server with these open reports. */
function server(ids: string[]) {
  let asked = 0;
  const get = async () => {
    asked += 1;
    return { reports: ids.map((id) => ({ id })) };
  };
  return { api: { get } as unknown as Pick<Api, 'get'>, asked: () => asked };
}

const change = (id: string, state: 'open' | 'taken' | 'closed', guild = '1') => ({ id, guild_id: guild, channel_id: '5', state });

describe('open reports', () => {
  it('are asked for once and then counted by what is told', async () => {
    const { api, asked } = server(['10', '11']);
    const reports = new OpenReports(api);
    await Promise.all([reports.load('1'), reports.load('1')]);
    expect([reports.count('1'), asked()]).toEqual([2, 1]);
    const sink = reports.sink();
    sink.MESSAGE_REPORT_CREATE?.(change('12', 'open'));
    expect(reports.count('1')).toBe(3);
    sink.MESSAGE_REPORT_UPDATE?.(change('10', 'taken'));
    sink.MESSAGE_REPORT_UPDATE?.(change('10', 'closed'));
    expect(reports.count('1')).toBe(2);
    sink.MESSAGE_REPORT_UPDATE?.(change('10', 'open'));
    expect(reports.count('1')).toBe(3);
  });

  it('of a guild that was not asked for are not counted by halves', () => {
    const reports = new OpenReports(server([]).api);
    reports.sink().MESSAGE_REPORT_CREATE?.(change('12', 'open', '2'));
    expect(reports.count('2')).toBe(0);
  });
});
