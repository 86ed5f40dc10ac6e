import "@/registry/operations";
import { openExport } from "@/modules/platform/workspace/tenants/exports/operations/files";
import { fileEndpoint, savedAs } from "@/server/file-endpoint";
import { otherMethods } from "@/server/other-methods";

/** The zip file of an export, for the owner who requested it: the right is checked again here. */
export const GET = fileEndpoint<{ id: string }>(async (ctx, { id }, { url }) => {
  const part = Number(new URL(url).searchParams.get("part") ?? Number.NaN);
  const { content, size, name } = await openExport(ctx, id, Number.isInteger(part) ? part : undefined);
  return { body: content, headers: { ...savedAs(name, "application/zip"), "content-length": String(size) } };
});
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
