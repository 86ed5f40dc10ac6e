import "@/registry/operations";
import { Readable } from "node:stream";
import { rehearsedFile } from "@/modules/hub/sync/operations/list-rehearsed";
import { fileEndpoint, savedAs } from "@/server/file-endpoint";
import { otherMethods } from "@/server/other-methods";

/** All that the last rehearsals of a connection found, as CSV. */
export const GET = fileEndpoint<{ id: string }>(async (ctx, { id }) => {
  const { content, name } = await rehearsedFile(ctx, id);
  const body = Readable.toWeb(Readable.from(content)) as ReadableStream<Uint8Array>;
  return { body, headers: savedAs(name, "text/csv; charset=utf-8") };
});
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
