import "server-only";
import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "@/env";

const blockBytes = 262_144;

/**
 * Writes a stream to disk as fast as it arrives, and gives it to a slower reader. The source need not wait for the
 * reader, who gets the source's error at the next block. Memory holds one block; the file is unnamed, so it never
 * outlives the process.
 */
export async function* bufferToDisk(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await namelessFile();
  const state: Filling = { bytes: 0, ended: false, unread: false, failure: null, wake: () => undefined };
  const filled = fill(file, source, state);
  try {
    for (let at = 0; ; ) {
      if (state.failure) throw state.failure.error;
      if (at < state.bytes) {
        const block = Buffer.allocUnsafe(Math.min(blockBytes, state.bytes - at));
        const { bytesRead } = await file.read(block, 0, block.length, at);
        at += bytesRead;
        yield block.subarray(0, bytesRead);
      } else if (state.ended) return;
      else await new Promise<void>((resolve) => Object.assign(state, { wake: resolve }));
    }
  } finally {
    state.unread = true;
    // A stalled source does not block the end: its next chunk, or its end, releases the file.
    void filled.finally(() => file.close());
  }
}

/** A stream that was saved to disk as a whole, to be read in any order. */
export interface BufferedFile {
  size: number;
  read(at: number, length: number): Promise<Uint8Array>;
  /** Closes the file, which the system then deletes: it has no name. */
  close(): Promise<void>;
}

/** Saves a whole stream to disk. If the stream fails, it throws that error and leaves no file. */
export async function bufferWholeToDisk(source: AsyncIterable<Uint8Array>): Promise<BufferedFile> {
  const file = await namelessFile();
  const state: Filling = { bytes: 0, ended: false, unread: false, failure: null, wake: () => undefined };
  await fill(file, source, state);
  if (state.failure) {
    await file.close();
    throw state.failure.error;
  }
  return {
    size: state.bytes,
    async read(at, length) {
      const block = Buffer.allocUnsafe(length);
      const { bytesRead } = await file.read(block, 0, length, at);
      return block.subarray(0, bytesRead);
    },
    close: () => file.close(),
  };
}

interface Filling {
  bytes: number;
  ended: boolean;
  /** The reader stopped. */
  unread: boolean;
  failure: { error: unknown } | null;
  wake(): void;
}

async function fill(file: FileHandle, source: AsyncIterable<Uint8Array>, state: Filling): Promise<void> {
  try {
    for await (const chunk of source) {
      if (state.unread) break;
      for (let at = 0; at < chunk.length; ) {
        at += (await file.write(chunk, at, chunk.length - at, state.bytes + at)).bytesWritten;
      }
      state.bytes += chunk.length;
      state.wake();
    }
  } catch (error) {
    state.failure = { error };
  }
  state.ended = true;
  state.wake();
}

/** In the folder of local data, or in the system's temporary folder if that cannot be created. */
async function namelessFile(): Promise<FileHandle> {
  const wanted = join(env.DATA_DIR, "uploads");
  const folder = await mkdir(wanted, { recursive: true }).then(
    () => wanted,
    () => tmpdir(),
  );
  const path = join(folder, randomUUID());
  const file = await open(path, "wx+", 0o600);
  await unlink(path);
  return file;
}
