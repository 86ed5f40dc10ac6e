import "server-only";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError, notFound } from "@/server/errors";
import { defineScope, type Scope } from "@/server/scope";
import { knownOnSeenRecords, type OfRecord, onSeenRecords } from "@/server/seen-records";
import { liveObject } from "@/server/signals/live";

/** NOT_FOUND for a record that the actor may not see. */
export async function requireSeenRecord(ctx: Ctx, record: OfRecord): Promise<void> {
  if ((await onSeenRecords(ctx, [record])).length === 0) throw notFound(liveObject(record.entity)?.scope.noun);
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
    return (await knownOnSeenRecords(ctx, rows)).map(({ id, writerId }) => ({ id, ownerId: writerId }));
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
