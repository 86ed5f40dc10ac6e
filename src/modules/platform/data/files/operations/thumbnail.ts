import "server-only";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { FormatEnum, Sharp } from "sharp";
import { log } from "@/server/log";
import { processWide } from "@/server/process-wide";
import { readStored } from "@/server/storage";

/** A larger picture gets no thumbnail, and is downloaded only: its pixels would fill the memory. */
const maxPixels = 50_000_000;
const maxBytes = 30_000_000;
const sides = { attachment: 480, picture: 256 } as const;

interface Thumbnail {
  bytes: Uint8Array;
  width: number;
  height: number;
}

// One after another in a process: each picture takes its pixels in memory.
const last = processWide<Promise<unknown>>("last thumbnail");

/** A smaller picture without metadata, and the size of the original; null where it cannot be read. */
export const thumbnailOf = (key: string, size: number, purpose: keyof typeof sides): Promise<Thumbnail | null> =>
  drawn(key, size, async (picture) => {
    const { autoOrient } = await picture.metadata();
    const side = sides[purpose];
    const fit = purpose === "picture" ? ("cover" as const) : ("inside" as const);
    const bytes = await picture
      .autoOrient()
      .resize({ width: side, height: side, fit, withoutEnlargement: purpose === "attachment" })
      .webp({ quality: 80 })
      .toBuffer();
    return { bytes, width: autoOrient.width, height: autoOrient.height };
  });

/**
 * A picture in its format, upright and without metadata: others see it, and no photo tells them where it was taken. Null
 * where it cannot be read.
 */
export const withoutMetadata = (
  key: string,
  { size, contentType }: { size: number; contentType: string },
): Promise<{ bytes: Uint8Array; size: number; sha256: string } | null> =>
  drawn(key, size, async (picture) => {
    const bytes = await picture
      .autoOrient()
      .toFormat(contentType.slice("image/".length) as keyof FormatEnum, { quality: 92 })
      .toBuffer();
    return { bytes, size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  });

/** Draws a stored picture in its turn; null where it cannot be read. */
function drawn<T>(key: string, size: number, draw: (picture: Sharp) => Promise<T>): Promise<T | null> {
  if (size > maxBytes) return Promise.resolve(null);
  const own = (last.get() ?? Promise.resolve()).then(() => drawNow(key, draw));
  last.set(own.catch(() => undefined));
  return own;
}

async function drawNow<T>(key: string, draw: (picture: Sharp) => Promise<T>): Promise<T | null> {
  const original = await buffer(Readable.from(await readStored(key)));
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  sharp.concurrency(1);
  try {
    return await draw(sharp(original, { limitInputPixels: maxPixels, sequentialRead: true, failOn: "error" }));
  } catch (error) {
    log.debug({ err: error, key }, "a picture could not be read");
    return null;
  }
}
