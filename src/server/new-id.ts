import "server-only";
import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

const bytesOfOne = 16;
const pool = new Uint8Array(256 * bytesOfOne);
let used = pool.length;

/** Random bytes for one id; asking the system for each costs more than all the rest of an imported row's id. */
function randomBytes(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytesOfOne;
  return pool.subarray(used - bytesOfOne, used);
}

let last = { msecs: 0, seq: 0 };

/** An id (UUID v7) that sorts behind all that this process has made before. */
export function newId(): string {
  const random = randomBytes();
  const now = Date.now();
  // Within a millisecond ids count on; a new one begins low enough to never come to the end.
  if (now > last.msecs) last = { msecs: now, seq: new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1 };
  else last.seq += 1;
  return v7({ random, msecs: last.msecs, seq: last.seq });
}
