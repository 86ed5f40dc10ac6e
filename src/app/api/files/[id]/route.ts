import "@/registry/operations";
import { downloadFile } from "@/modules/platform/data/files/operations/open";
import { fileEndpoint } from "@/server/file-endpoint";
import { otherMethods } from "@/server/other-methods";

/** A file to save, for those who see its record. */
export const GET = fileEndpoint<{ id: string }>((ctx, { id }, request) => downloadFile(ctx, id, request));
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
