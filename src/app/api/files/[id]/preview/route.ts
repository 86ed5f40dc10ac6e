import "@/registry/operations";
import { previewFile } from "@/modules/platform/data/files/operations/open";
import { fileEndpoint } from "@/server/file-endpoint";
import { otherMethods } from "@/server/other-methods";

/** A file as its preview shows it: nothing of it can be run. */
export const GET = fileEndpoint<{ id: string }>((ctx, { id }, request) => previewFile(ctx, id, request));
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
