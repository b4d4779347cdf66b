//! Who may ask to be friends, as the platform's bits.

export const FriendSource = { FriendsOfFriends: 1 << 1, SharedGuilds: 1 << 2, Everybody: 1 << 3 } as const;

/** The bits with one of them set or taken away. Everybody includes the others, which stay chosen below. */
export function withFlag(flags: number, flag: number, yes: boolean): number {
  return yes ? flags | flag : flags & ~flag;
}
