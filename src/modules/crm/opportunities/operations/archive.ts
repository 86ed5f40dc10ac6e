import "server-only";
import { z } from "zod";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { lastState, updateVersioned } from "@/server/versions";
import { crm } from "../../module";
import { opportunityEvents } from "../events";
import { columnSelect, parentsOf, present, type Row, select } from "../row";
import { opportunity, opportunityVersionInput } from "../schema";
import { opportunityScope } from "../scope";

/** Archive and restore are one change in two directions. */
async function setArchived(ctx: Ctx, input: z.output<typeof opportunityVersionInput>, archivedAt: Date | null) {
  const row = await updateVersioned<Row>(ctx, {
    event: archivedAt ? opportunityEvents.archived : opportunityEvents.restored,
    ...input,
    patch: { archivedAt },
    select,
    load: () => ctx.db.opportunity.findFirst({ where: { id: input.id }, select, relationLoadStrategy: "join" }),
    write: (expected) =>
      ctx.db.opportunity.update({
        where: { id: input.id, version: expected },
        data: { archivedAt, version: { increment: 1 } },
        select,
      }),
    present: (row) => present(ctx, row),
    parents: (after) => parentsOf(after),
  });
  return present(ctx, row);
}

const archivable = {
  kind: "mutation",
  permission: "opportunity:edit",
  on: { scope: opportunityScope, ids: (input: { id: string }) => [input.id] },
  input: opportunityVersionInput,
  output: opportunity,
} as const;

export const archiveOpportunity = crm.operation({
  ...archivable,
  rest: { method: "POST", path: "/opportunities/{id}/archive" },
  describe: "Takes a deal out of lists, boards and totals; it can be restored to its place.",
  run: (ctx, input) => setArchived(ctx, input, new Date()),
});

export const restoreOpportunity = crm.operation({
  ...archivable,
  rest: { method: "POST", path: "/opportunities/{id}/restore" },
  describe: "Brings an archived deal back to its stage.",
  run: (ctx, input) => setArchived(ctx, input, null),
});

export const deleteOpportunity = crm.operation({
  kind: "mutation",
  permission: "opportunity:delete",
  on: { scope: opportunityScope, ids: (input) => [input.id] },
  input: opportunityVersionInput,
  output: z.object({ id: z.uuid() }),
  rest: { method: "DELETE", path: "/opportunities/{id}" },
  describe: "Deletes a deal for good, with its product lines and stage history.",
  async run(ctx, { id, version }) {
    const row = await ctx.db.opportunity.findFirst({ where: { id }, select, relationLoadStrategy: "join" });
    if (row?.version !== version)
      throw new AppError("CONFLICT", "Someone changed this deal meanwhile. Look again before you delete it.", {
        current: row && present(ctx, row),
      });
    const gone = await ctx.db.opportunity.delete({ where: { id, version }, select: columnSelect });
    emit(ctx, opportunityEvents.deleted, {
      id,
      parents: parentsOf(gone),
      before: lastState(select, gone),
      data: { name: gone.name },
    });
    return { id };
  },
});
