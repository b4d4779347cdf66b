//! What a server would answer to the stories: pictures, sounds, and what pages ask for. It is plain data, without a browser.
import { pages } from './answered_pages';

export interface Answer {
  status: number;
  type: string;
  body: string | Uint8Array;
}

/** Null for what the gallery itself is made of. */
export function answerTo(method: string, address: string): Answer | null {
  const { pathname: path, searchParams: query } = new URL(address, 'http://gallery.invalid');
  if (/^\/(avatars|embed|guild-events|icons|banners|emojis|channel-icons|role-icons)\//.test(path)) return svg(portrait(path));
  if (path.startsWith('/attachments/')) return attachment(path);
  if (!path.startsWith('/api/')) return null;
  if (method === 'POST' && /\/channels\/\d+\/invites$/.test(path)) return json(200, { code: 'aB3-xK9q' });
  // Sheets and flags are drawn by the server: here something of their size stands in.
  if (method === 'POST' && path.endsWith('/sheets/preview')) return svg('<rect width="210" height="297" fill="#fff"/><rect x="55" y="120" width="100" height="100"/>', 210, 297);
  if (method === 'POST' && path.endsWith('/flags/preview')) return svg('<rect width="300" height="100" fill="#fff"/><rect y="100" width="300" height="100" fill="#c8102e"/>', 300, 200);
  if (method !== 'GET') return { status: 204, type: 'application/json', body: '' };
  const found = pages(path.replace('/api/v10', ''), query);
  if (found === undefined) return json(404, { code: 0, message: '404: Not Found' });
  return json(200, found);
}

function json(status: number, body: unknown): Answer {
  return { status, type: 'application/json', body: JSON.stringify(body) };
}

function svg(inner: string, width = 128, height = 128): Answer {
  return { status: 200, type: 'image/svg+xml', body: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${inner}</svg>` };
}

function hueOf(text: string): number {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + letter.charCodeAt(0)) % 3600;
  return sum % 360;
}

/** A head and shoulders, in a colour of its own. */
function portrait(path: string): string {
  const hue = hueOf(path.split('?')[0] ?? path);
  return `<rect width="128" height="128" fill="hsl(${hue} 40% 78%)"/><circle cx="64" cy="50" r="24" fill="hsl(${hue} 45% 38%)"/><path d="M16 128a48 44 0 0 1 96 0z" fill="hsl(${hue} 45% 38%)"/>`;
}

function attachment(path: string): Answer {
  if (path.endsWith('/gone')) return json(404, { code: 10008, message: 'Unknown Message' });
  if (path.endsWith('.gif')) return { status: 200, type: 'image/gif', body: twoFrames() };
  if (/\.(ogg|mp3|wav)$/.test(path)) return { status: 200, type: 'audio/wav', body: silence() };
  if (/\.(mp4|webm)$/.test(path)) return json(404, { code: 0, message: 'the gallery has no films' });
  const size = /-(\d+)x(\d+)\./.exec(path);
  const [width, height] = [Number(size?.[1] ?? 320), Number(size?.[2] ?? 200)];
  const hue = hueOf(path.split('/').at(-1) ?? path);
  const ground = `<rect width="${width}" height="${height}" fill="hsl(${hue} 30% 82%)"/><rect y="${height * 0.7}" width="${width}" height="${height * 0.3}" fill="hsl(${hue} 25% 55%)"/>`;
  const arch = `<path d="M${width * 0.38} ${height * 0.7}V${height * 0.45}a${width * 0.12} ${width * 0.12} 0 0 1 ${width * 0.24} 0V${height * 0.7}z" fill="hsl(${hue} 40% 34%)"/><circle cx="${width * 0.78}" cy="${height * 0.22}" r="${Math.min(width, height) * 0.08}" fill="hsl(40 80% 62%)"/>`;
  return svg(ground + arch, width, height);
}

/** A GIF of two pixels by two, red and then blue, without end. */
function twoFrames(): Uint8Array {
  const frame = (colour: number) => [0x21, 0xf9, 4, 4, 50, 0, 0, 0, 0x2c, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 3, colour === 0 ? 0x84 : 0x8c, colour === 0 ? 0x00 : 0x2d, colour === 0 ? 0x05 : 0x59, 0];
  const head = [...'GIF89a'].map((it) => it.charCodeAt(0));
  const loop = [0x21, 0xff, 11, ...[...'NETSCAPE2.0'].map((it) => it.charCodeAt(0)), 3, 1, 0, 0, 0];
  return Uint8Array.from([...head, 2, 0, 2, 0, 0x80, 0, 0, 0xb3, 0x26, 0x3a, 0x1f, 0x5f, 0xbf, ...loop, ...frame(0), ...frame(1), 0x3b]);
}

/** A second of nothing to hear: eight bits, eight thousand times. */
function silence(): Uint8Array {
  const bytes = new Uint8Array(44 + 8000).fill(128, 44);
  const view = new DataView(bytes.buffer);
  const put = (at: number, text: string) => [...text].forEach((letter, index) => (bytes[at + index] = letter.charCodeAt(0)));
  put(0, 'RIFF');
  view.setUint32(4, 36 + 8000, true);
  put(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, 8000, true);
  view.setUint32(28, 8000, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  put(36, 'data');
  view.setUint32(40, 8000, true);
  return bytes;
}
