/**
 * MD5 (RFC 1321) over data that arrives in pieces. The platform compares a file with its MD5 (4.3.2.9); the browser's
 * own cryptography offers neither MD5 nor digests over pieces. A check against damage, not against an attacker.
 */

const BLOCK = 64;
const SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);

export interface Md5 {
  /** Adds bytes; the array may be reused afterwards. */
  update(bytes: Uint8Array): void;
  /** The digest in 32 hexadecimal digits. Nothing may be added afterwards. */
  hex(): string;
}

/** Starts a digest. */
export function createMd5(): Md5 {
  const state = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476);
  const rest = new Uint8Array(BLOCK);
  const words = new Int32Array(16);
  let held = 0;
  let length = 0;

  const update = (bytes: Uint8Array) => {
    length += bytes.length;
    let at = 0;
    if (held > 0) {
      at = Math.min(BLOCK - held, bytes.length);
      rest.set(bytes.subarray(0, at), held);
      held += at;
      if (held < BLOCK) return;
      mix(state, words, rest, 0);
      held = 0;
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) mix(state, words, bytes, at);
    rest.set(bytes.subarray(at), 0);
    held = bytes.length - at;
  };

  return {
    update,
    hex() {
      const bits = length * 8;
      const tail = new Uint8Array((held < BLOCK - 8 ? BLOCK : 2 * BLOCK) - held);
      tail[0] = 0x80;
      const view = new DataView(tail.buffer);
      view.setUint32(tail.length - 8, bits >>> 0, true);
      view.setUint32(tail.length - 4, Math.floor(bits / 2 ** 32), true);
      update(tail);
      return [...new Uint8Array(state.buffer)].map((value) => value.toString(16).padStart(2, '0')).join('');
    },
  };
}

/** One step: `mixed` is the round's function of three state words; `i` counts the 64 steps. */
function step(a: number, b: number, mixed: number, data: number, i: number, shift: number): number {
  const sum = (a + mixed + data + word(SINES, i)) | 0;
  return (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
}

/** One block of 64 bytes into the state: four rounds of sixteen steps, four steps a turn so that no word moves. */
function mix(state: Int32Array, words: Int32Array, bytes: Uint8Array, at: number): void {
  for (let i = 0, p = at; i < 16; i += 1, p += 4) {
    words[i] = byte(bytes, p) | (byte(bytes, p + 1) << 8) | (byte(bytes, p + 2) << 16) | (byte(bytes, p + 3) << 24);
  }
  let a = word(state, 0);
  let b = word(state, 1);
  let c = word(state, 2);
  let d = word(state, 3);
  for (let i = 0; i < 16; i += 4) {
    a = step(a, b, d ^ (b & (c ^ d)), word(words, i), i, 7);
    d = step(d, a, c ^ (a & (b ^ c)), word(words, i + 1), i + 1, 12);
    c = step(c, d, b ^ (d & (a ^ b)), word(words, i + 2), i + 2, 17);
    b = step(b, c, a ^ (c & (d ^ a)), word(words, i + 3), i + 3, 22);
  }
  for (let i = 16; i < 32; i += 4) {
    a = step(a, b, c ^ (d & (b ^ c)), word(words, (5 * i + 1) & 15), i, 5);
    d = step(d, a, b ^ (c & (a ^ b)), word(words, (5 * i + 6) & 15), i + 1, 9);
    c = step(c, d, a ^ (b & (d ^ a)), word(words, (5 * i + 11) & 15), i + 2, 14);
    b = step(b, c, d ^ (a & (c ^ d)), word(words, (5 * i + 16) & 15), i + 3, 20);
  }
  for (let i = 32; i < 48; i += 4) {
    a = step(a, b, b ^ c ^ d, word(words, (3 * i + 5) & 15), i, 4);
    d = step(d, a, a ^ b ^ c, word(words, (3 * i + 8) & 15), i + 1, 11);
    c = step(c, d, d ^ a ^ b, word(words, (3 * i + 11) & 15), i + 2, 16);
    b = step(b, c, c ^ d ^ a, word(words, (3 * i + 14) & 15), i + 3, 23);
  }
  for (let i = 48; i < 64; i += 4) {
    a = step(a, b, c ^ (b | ~d), word(words, (7 * i) & 15), i, 6);
    d = step(d, a, b ^ (a | ~c), word(words, (7 * i + 7) & 15), i + 1, 10);
    c = step(c, d, a ^ (d | ~b), word(words, (7 * i + 14) & 15), i + 2, 15);
    b = step(b, c, d ^ (c | ~a), word(words, (7 * i + 21) & 15), i + 3, 21);
  }
  state[0] = word(state, 0) + a;
  state[1] = word(state, 1) + b;
  state[2] = word(state, 2) + c;
  state[3] = word(state, 3) + d;
}

// Indices are always inside; the casts keep the inner loop free of checks.
const byte = (bytes: Uint8Array, index: number) => bytes[index] as number;
const word = (words: Int32Array, index: number) => words[index] as number;
