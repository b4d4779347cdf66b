//! Invitations: what people paste, and the address that is passed on.

/** The code in what somebody pasted: a bare code, or an address with one; null if there is none. */
export function codeOf(text: string): string | null {
  const trimmed = text.trim();
  const match = /(?:^|\/)(?:invite|join)\/([A-Za-z0-9-]{1,64})(?:[/?#]|$)/.exec(trimmed) ?? /^(?:[\w.-]+\/)?([A-Za-z0-9-]{2,64})$/.exec(trimmed);
  return match?.[1] ?? null;
}

/** The page that tells what the place is about, also to who has no account. */
export function addressOf(code: string): string {
  return `${location.origin}/invite/${code}`;
}
