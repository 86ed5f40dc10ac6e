import "server-only";
import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

const bytesOfOne = 16;
const pool = new Uint8Array(256 * bytesOfOne);
// The pool's first bytes are those of the id that is being made; nothing is made anew for it but its text.
const random = pool.subarray(0, bytesOfOne);
let used = pool.length;

/** Random bytes for one id; asking the system for each costs more than all the rest of an imported row's id. */
function drawRandom(): void {
  if (used === pool.length) {
    randomFillSync(pool);
    used = bytesOfOne;
  }
  pool.copyWithin(0, used, used + bytesOfOne);
  used += bytesOfOne;
}

const seed = new DataView(pool.buffer);
const last = { random, msecs: 0, seq: 0 };
const bytes = Buffer.alloc(bytesOfOne);

/** An id (UUID v7) that sorts behind all that this process has made before. */
export function newId(): string {
  drawRandom();
  const now = Date.now();
  // Within a millisecond ids count on; a new one begins low enough to never come to the end.
  last.seq = now > last.msecs ? seed.getUint32(0) >>> 1 : last.seq + 1;
  last.msecs = Math.max(now, last.msecs);
  v7(last, bytes);
  return textOf(bytes);
}

const dash = "-".charCodeAt(0);
const digits = Buffer.from("0123456789abcdef");
const text = Buffer.alloc(36, dash);

/** The library's own text of an id is put together from two dozen pieces: a kilobyte for each. */
function textOf(id: Uint8Array): string {
  let at = 0;
  for (let place = 0; place < id.length; place++) {
    if (place === 4 || place === 6 || place === 8 || place === 10) at += 1;
    const byte = id[place] ?? 0;
    text[at++] = digits[byte >> 4] ?? 0;
    text[at++] = digits[byte & 15] ?? 0;
  }
  return text.toString("latin1");
}
