import "@/registry/operations";
import { Readable } from "node:stream";
import { problemFile } from "@/modules/platform/data/bulk-runs/operations/error-file";
import { notFound } from "@/server/errors";
import { fileEndpoint, savedAs } from "@/server/file-endpoint";
import { otherMethods } from "@/server/other-methods";

/** The records that a change of many could not change ("failed") or undo ("kept"), as CSV with their reasons. */
export const GET = fileEndpoint<{ id: string; state: string }>(async (ctx, { id, state }) => {
  if (state !== "failed" && state !== "kept") throw notFound("file");
  const { content, name } = await problemFile(ctx, id, state);
  const body = Readable.toWeb(Readable.from(content)) as ReadableStream<Uint8Array>;
  return { body, headers: savedAs(name, "text/csv; charset=utf-8") };
});
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
