//! The secret of one-time codes (RFC 6238) as authenticator apps take it. Made here; the server only checks the codes.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SECRET_BYTES = 20;

/** Base32 (RFC 4648) without padding; `bytes` is a multiple of five long. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >> bits) & 31];
      held &= (1 << bits) - 1;
    }
  }
  return text;
}

export function newSecret(): string {
  return base32(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

/** The address that an authenticator app reads from the QR code. */
export function otpauthUrl(server: string, username: string, secret: string): string {
  const label = `${encodeURIComponent(server)}:${encodeURIComponent(username)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(server)}`;
}

/** A secret in groups of four, which are easier to type. */
export function inGroups(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ');
}
