import { describe, expect, it, vi } from 'vitest';

import { Op } from '../gateway/socket';
import { MemberSearch } from './member_search';

describe('looking for members', () => {
  it('asks the gateway once for each beginning of a name', () => {
    const send = vi.fn(() => true);
    const search = new MemberSearch(send);
    search.ask('1', 'Na');
    search.ask('1', ' na ');
    search.ask('1', 'nad');
    search.ask('2', 'na');
    expect(send.mock.calls.map((it) => (it as unknown[])[1])).toMatchObject([{ guild_id: '1', query: 'na' }, { guild_id: '1', query: 'nad' }, { guild_id: '2', query: 'na' }]);
    expect(send).toHaveBeenCalledWith(Op.RequestMembers, expect.objectContaining({ limit: 25 }));
  });

  it('asks again when the question could not be sent, or in a new session', () => {
    const send = vi.fn().mockReturnValueOnce(false).mockReturnValue(true);
    const search = new MemberSearch(send);
    search.ask('1', 'na');
    search.ask('1', 'na');
    search.ask('1', 'na');
    expect(send).toHaveBeenCalledTimes(2);
    search.forget();
    search.ask('1', 'na');
    expect(send).toHaveBeenCalledTimes(3);
  });

  it('never asks for everybody', () => {
    const send = vi.fn(() => true);
    new MemberSearch(send).ask('1', '  ');
    expect(send).not.toHaveBeenCalled();
  });
});
