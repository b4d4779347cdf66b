//! The work of those who have no account: a number whose digest begins with enough zero bits. It is looked for on the
//! device, a slice at a time, so that the page stays awake. SHA-256 (FIPS 180-4) stands here because the browser's own
//! answers each digest with a promise, and not at all on a page without HTTPS.
import type { Api } from '../../api/client';
import { MAP_PATH, type Proof } from './words';

interface Challenge {
  challenge: string;
  difficulty: number;
  expires_at: string;
}

/** Digests between two breaths of the page. */
const SLICE = 4_000;

const breath = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

/** A proof for the next request; undefined for who has an account and needs none. */
export async function proofFor(api: Pick<Api, 'post' | 'token'>, signal?: AbortSignal): Promise<Proof | undefined> {
  if (api.token !== null) return undefined;
  const { challenge, difficulty } = await api.post<Challenge>(`${MAP_PATH}/challenges`, {}, signal && { signal });
  return { challenge, solution: await solve(challenge, difficulty, signal) };
}

/** The number that answers a challenge, as it is written. */
export async function solve(challenge: string, difficulty: number, signal?: AbortSignal): Promise<string> {
  const letters = new TextEncoder().encode(`${challenge}.`);
  for (let number = 0; ; number += 1) {
    if (number % SLICE === 0) {
      await breath();
      signal?.throwIfAborted();
    }
    const solution = String(number);
    if (zeroBits(sha256(letters, solution)) >= difficulty) return solution;
  }
}

function zeroBits(words: Uint32Array): number {
  let bits = 0;
  for (const word of words) {
    bits += Math.clz32(word);
    if (word !== 0) break;
  }
  return bits;
}

// The fractional parts of the cube roots of the first 64 primes, and of the square roots of the first eight.
const PRIMES: readonly number[] = (() => {
  const found: number[] = [];
  for (let number = 2; found.length < 64; number += 1) if (found.every((it) => number % it !== 0)) found.push(number);
  return found;
})();
const fraction = (value: number): number => ((value - Math.floor(value)) * 2 ** 32) >>> 0;
const ROUNDS = Uint32Array.from(PRIMES, (it) => fraction(Math.cbrt(it)));
const START = Uint32Array.from(PRIMES.slice(0, 8), (it) => fraction(Math.sqrt(it)));
const schedule = new Uint32Array(64);

/** The digest of letters and a number behind them, as eight words. */
export function sha256(letters: Uint8Array, number = ''): Uint32Array {
  const length = letters.length + number.length;
  const bytes = new Uint8Array(Math.ceil((length + 9) / 64) * 64);
  bytes.set(letters);
  for (let at = 0; at < number.length; at += 1) bytes[letters.length + at] = number.charCodeAt(at);
  bytes[length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 4, length * 8);
  const state = START.slice();
  for (let block = 0; block < bytes.length; block += 64) compress(state, view, block);
  return state;
}

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

function compress(state: Uint32Array, view: DataView, block: number): void {
  const w = schedule;
  const at = (from: Uint32Array, index: number): number => from[index] ?? 0;
  for (let i = 0; i < 16; i += 1) w[i] = view.getUint32(block + i * 4);
  for (let i = 16; i < 64; i += 1) {
    const [early, late] = [at(w, i - 15), at(w, i - 2)];
    const s0 = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const s1 = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    w[i] = at(w, i - 16) + s0 + at(w, i - 7) + s1;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i += 1) {
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + at(ROUNDS, i) + at(w, i)) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => (state[index] = at(state, index) + word));
}
