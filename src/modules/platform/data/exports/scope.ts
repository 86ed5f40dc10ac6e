import "server-only";
import { countedOf } from "@/lib/counted";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { defineScope, type Scope } from "@/server/scope";
import { unknownId } from "@/server/unknown-id";

const scope = defineScope({
  entity: "recordExport",
  noun: "export",
  edit: "record:export",
  owned: false,
  load: async (ctx, ids) => (await exportsOf(ctx, ids)).map(({ id, askedById: ownerId }) => ({ id, ownerId })),
  names: async (ctx, ids) =>
    (await exportsOf(ctx, ids)).map(({ id, noun, rowsTotal }) => ({
      id,
      name: countedOf(noun, rowsTotal, ctx.tenant.locale),
    })),
  requesters: async (ctx, ids) => (await exportsOf(ctx, ids)).map(({ id, askedById: memberId }) => ({ id, memberId })),
});

/** The exports of the actor among these; the system, which notifies their members, finds all. */
async function exportsOf({ actor, db }: Ctx, ids: string[]) {
  const askedById = memberOf(actor) ?? unknownId;
  return await db.recordExport.findMany({
    where: { id: { in: ids }, ...(actor.type === "system" ? {} : { askedById }) },
    select: { id: true, askedById: true, noun: true, rowsTotal: true },
  });
}

/** A file of records is its asker's alone, whatever others may export. */
export const recordExportScope: Scope<"recordExport"> = {
  ...scope,
  sees: (ctx, { ownerId }) => ownerId !== null && ownerId === memberOf(ctx.actor),
};
