import "server-only";
import { groupBy } from "@/lib/group-by";
import type { Ctx } from "@/server/context";
import { fileColumns, presentFiles } from "../row";
import type { StoredFile } from "../schema";
import type { FileRights } from "../scope";

const none: FileRights = { mayEdit: false, mayDelete: false };

/** The files of comments by the ids of these, in the order in which they were added. */
export async function filesOfComments(
  ctx: Ctx,
  comments: ReadonlyMap<string, FileRights>,
): Promise<ReadonlyMap<string, readonly StoredFile[]>> {
  const rows = await ctx.db.file.findMany({
    where: { entity: "comment", recordId: { in: [...comments.keys()] }, purpose: "attachment", removedAt: null },
    orderBy: { id: "asc" },
    select: fileColumns,
  });
  const files = await presentFiles(ctx, rows, (commentId) => comments.get(commentId) ?? none);
  return groupBy(files, ({ recordId }) => recordId);
}
