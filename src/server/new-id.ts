import "server-only";
import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

const bytesOfOne = 16;
const pool = new Uint8Array(256 * bytesOfOne);
// The pool's first bytes are those of the next id; only its text is created anew.
const random = pool.subarray(0, bytesOfOne);
let used = pool.length;

/** Random bytes for many ids: asking the system for each costs more than the rest of an imported row's id. */
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

// Bound when the module loads: a clock that a test sets ahead would hold all later ids of the process at that time,
// and they would sort after the database's own.
const { now } = Date;

/** An id (UUID v7) that sorts after every id that this process has made. */
export function newId(): string {
  drawRandom();
  const at = now();
  // Within a millisecond the counter increments; a new one starts low enough never to overflow.
  last.seq = at > last.msecs ? seed.getUint32(0) >>> 1 : last.seq + 1;
  last.msecs = Math.max(at, last.msecs);
  v7(last, bytes);
  return textOf(bytes);
}

const dash = "-".charCodeAt(0);
const digits = Buffer.from("0123456789abcdef");
const text = Buffer.alloc(36, dash);

/** The library builds an id's text from two dozen pieces: a kilobyte for each id. */
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
