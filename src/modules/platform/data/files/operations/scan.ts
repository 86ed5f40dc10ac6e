import "server-only";
import { Readable } from "node:stream";
import { env } from "@/env";
import { AppError, invalid } from "@/server/errors";
import { log } from "@/server/log";
import { readStored } from "@/server/storage";

const scanMs = 120_000;

/**
 * Sends an object to the virus scanner of this installation, if it has one: 200 is a clean file, 406 one with a virus. VALIDATION
 * for a virus, UNAVAILABLE where the scanner says nothing: no file is taken unseen.
 */
export async function requireClean(key: string, name: string): Promise<void> {
  if (env.SCAN_URL === undefined) return;
  const body = Readable.toWeb(await readStored(key)) as ReadableStream<Uint8Array>;
  const response = await fetch(env.SCAN_URL, {
    method: "POST",
    body,
    duplex: "half",
    redirect: "error",
    headers: { "content-type": "application/octet-stream", "x-file-name": encodeURIComponent(name) },
    signal: AbortSignal.timeout(scanMs),
  } as RequestInit).catch((error: unknown) => error as Error);
  if (response instanceof Response && response.status === 200) return;
  if (response instanceof Response && response.status === 406)
    throw invalid("name", "The virus scanner refuses this file. Nothing of it was kept.");
  log.error({ err: response instanceof Error ? response : undefined }, "the virus scanner does not answer");
  throw new AppError("UNAVAILABLE", "The virus scanner does not answer. Try again in a moment; nothing was saved.", {
    retryAfter: 10,
  });
}
