import "server-only";
import { groupBy } from "@/lib/group-by";
import type { RichDoc } from "@/lib/rich-text/rich-text";
import { mentionsIn } from "@/lib/rich-text/text";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError, invalid, notFound } from "@/server/errors";
import { defineScope, isGuest, type Scope } from "@/server/scope";
import { knownOnSeenRecords, type OfRecord, onSeenRecords } from "@/server/seen-records";
import { isLetByShare, requireShare } from "@/server/shares";
import { liveObject } from "@/server/signals/live";

/** NOT_FOUND for a record that the actor may not see. */
export async function requireSeenRecord(ctx: Ctx, record: OfRecord): Promise<void> {
  if ((await onSeenRecords(ctx, [record])).length === 0) throw notFound(liveObject(record.entity)?.scope.noun);
}

/** Of which of these records the actor may write comments: for guests their share says so, once for each record. */
export async function commentingOn(ctx: Ctx, rows: readonly OfRecord[]): Promise<(record: OfRecord) => boolean> {
  if (!isGuest(ctx)) return () => true;
  const records = new Map(rows.map(({ entity, recordId }) => [recordId, entity]));
  const asked = [...records].map(
    async ([id, entity]) => [id, await isLetByShare(ctx, "comment", { entity, id })] as const,
  );
  const lets = new Map(await Promise.all(asked));
  return ({ recordId }) => lets.get(recordId) === true;
}

/** FORBIDDEN for a guest who may not comment on a record, or mentions somebody or something that is not shared. */
export async function requireCommenting(ctx: Ctx, { entity, recordId }: OfRecord, doc: RichDoc | null): Promise<void> {
  if (!isGuest(ctx)) return;
  await requireShare(ctx, "comment", { entity, id: recordId });
  const mentions = doc ? mentionsIn(doc) : [];
  for (const [kind, some] of groupBy(mentions, (one) => one.entity)) {
    const ids = [...new Set(some.map(({ id }) => id))];
    const known = (await liveObject(kind)?.scope.load(ctx, ids)) ?? [];
    if (known.length < ids.length)
      throw invalid("text", "You can mention only people and tasks of what is shared with you. Remove the others.");
  }
}

/** The member in whose name an actor writes; comments of nobody are refused. */
export function writerOf(ctx: Ctx): string {
  const memberId = memberOf(ctx.actor);
  if (!memberId) throw new AppError("FORBIDDEN", "Comments belong to a member.");
  return memberId;
}

const scope = defineScope({
  entity: "comment",
  noun: "comment",
  edit: "comment:edit",
  owned: false,
  async load(ctx, ids) {
    const select = { id: true, entity: true, recordId: true, writerId: true };
    const rows = await ctx.db.comment.findMany({ where: { id: { in: ids } }, select });
    const lets = await commentingOn(ctx, rows);
    // A guest whose share lets them only read changes none of their own either.
    return (await knownOnSeenRecords(ctx, rows)).map(({ id, writerId, ...of }) => ({
      id,
      ownerId: lets(of) ? writerId : null,
    }));
  },
});

/** A comment is seen with its record. Its writer edits it; its writer, owners and admins delete it. */
export const commentScope: Scope<"comment"> = {
  ...scope,
  mayEdit(ctx, { ownerId }, permission = "comment:edit") {
    const reach = ctx.reach(permission);
    return reach === "any" || (reach === "own" && ownerId === memberOf(ctx.actor));
  },
};
