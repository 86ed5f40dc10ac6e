import "server-only";
import { wordsAround } from "@/lib/rich-text/around-mention";
import { mentionsIn } from "@/lib/rich-text/text";
import { memberOf } from "@/server/actor";
import type { ExcerptsAround } from "@/server/mention-excerpts";
import { labelsOf } from "@/server/mention-labels";
import { textOf } from "../row";

/**
 * The words around the mention of the reader in each of these comments, as they are now, with the names that the reader
 * may read. Deleted comments have none. The caller knows that the reader sees the records.
 */
export const readExcerpts: ExcerptsAround = async (ctx, ids) => {
  const rows = await ctx.db.comment.findMany({
    where: { id: { in: [...new Set(ids)] }, deletedAt: null },
    select: { id: true, text: true, textDoc: true },
  });
  const docs = rows.flatMap(({ id, ...row }) => {
    const doc = textOf(row)?.doc;
    return doc ? [{ id, doc }] : [];
  });
  const names = await labelsOf(
    ctx,
    docs.flatMap(({ doc }) => mentionsIn(doc)),
  );
  const me = { entity: "member", id: memberOf(ctx.actor) ?? "" };
  return new Map(docs.map(({ id, doc }) => [id, wordsAround(doc, me, (one) => names.get(`${one.entity} ${one.id}`))]));
};
