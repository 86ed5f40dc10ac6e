import "server-only";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
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
export function thumbnailOf(key: string, size: number, purpose: keyof typeof sides): Promise<Thumbnail | null> {
  const own = (last.get() ?? Promise.resolve()).then(() => make(key, size, purpose));
  last.set(own.catch(() => undefined));
  return own;
}

async function make(key: string, size: number, purpose: keyof typeof sides): Promise<Thumbnail | null> {
  if (size > maxBytes) return null;
  const original = await buffer(Readable.from(await readStored(key)));
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  sharp.concurrency(1);
  try {
    const picture = sharp(original, { limitInputPixels: maxPixels, sequentialRead: true, failOn: "error" });
    const { autoOrient } = await picture.metadata();
    const side = sides[purpose];
    const fit = purpose === "picture" ? ("cover" as const) : ("inside" as const);
    const bytes = await picture
      .autoOrient()
      .resize({ width: side, height: side, fit, withoutEnlargement: purpose === "attachment" })
      .webp({ quality: 80 })
      .toBuffer();
    return { bytes, width: autoOrient.width, height: autoOrient.height };
  } catch (error) {
    log.debug({ err: error, key }, "a picture could not be read");
    return null;
  }
}
