import "@/registry/operations";
import { Readable } from "node:stream";
import { errorFile } from "@/modules/platform/data/imports/operations/error-file";
import { fileEndpoint, savedAs } from "@/server/file-endpoint";
import { otherMethods } from "@/server/other-methods";

/** The rows of a file that were not imported, as CSV with their reasons. */
export const GET = fileEndpoint<{ importId: string; fileId: string }>(async (ctx, { importId, fileId }) => {
  const { content, name } = await errorFile(ctx, importId, fileId);
  const body = Readable.toWeb(Readable.from(content)) as ReadableStream<Uint8Array>;
  return { body, headers: savedAs(name, "text/csv; charset=utf-8") };
});
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
