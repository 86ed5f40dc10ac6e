import "@/registry/operations";
import { thumbnailFile } from "@/modules/platform/data/files/operations/open";
import { fileEndpoint } from "@/server/file-endpoint";
import { otherMethods } from "@/server/other-methods";

/** The thumbnail of a picture, without its metadata. */
export const GET = fileEndpoint<{ id: string }>((ctx, { id }, request) => thumbnailFile(ctx, id, request));
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
