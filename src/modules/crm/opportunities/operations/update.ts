import "server-only";
import { dayOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { invalid, notFound } from "@/server/errors";
import { updateVersioned } from "@/server/versions";
import { crm } from "../../module";
import { opportunityEvents } from "../events";
import { columns, parentsOf, present, type Row, select } from "../row";
import { opportunity, updateOpportunityInput } from "../schema";
import { opportunityScope } from "../scope";
import { checkOutcome, references } from "./create";
import { requireMayOwn } from "./own";

export const updateOpportunity = crm.operation({
  kind: "mutation",
  permission: "opportunity:edit",
  on: { scope: opportunityScope, ids: (input) => [input.id] },
  uses: references,
  input: updateOpportunityInput,
  output: opportunity,
  rest: { method: "PATCH", path: "/opportunities/{id}" },
  describe:
    "Changes fields of a deal; CONFLICT with the present state when the same field was changed since `version`. A later expected close date counts as a push.",
  async run(ctx, { id, version, ...input }) {
    if (input.ownerId !== undefined) requireMayOwn(ctx, input.ownerId);
    const row = await ctx.db.opportunity.findFirst({ where: { id }, select, relationLoadStrategy: "join" });
    if (!row) throw notFound("opportunity");
    await checkOutcome(ctx, row, input, false);
    await refuseOtherCurrency(ctx, row, input.amount?.currency);
    const patch = columns(input);
    const pushes = await pushesAfter(ctx, row, patch.expectedCloseDate);
    const changed = await updateVersioned<Row>(ctx, {
      event: opportunityEvents.updated,
      id,
      version,
      patch: patch as Partial<Row>,
      select,
      load: async () => row,
      write: (expected) =>
        ctx.db.opportunity.update({
          where: { id, version: expected },
          data: { ...patch, closeDatePushes: pushes, version: { increment: 1 } },
          select,
        }),
      present: (current) => present(ctx, current),
      parents: (after, before) => parentsOf(before, after),
    });
    return present(ctx, changed);
  },
});

/** The prices of product lines are in the currency of their deal. */
export async function refuseOtherCurrency(
  ctx: Ctx,
  row: Pick<Row, "id" | "currency">,
  currency: string | undefined,
): Promise<void> {
  if (currency === undefined || currency === row.currency) return;
  const lines = await ctx.db.opportunityLine.count({ where: { opportunityId: row.id } });
  if (lines > 0)
    throw invalid(
      "amount",
      `The product lines of this deal are in ${row.currency}. Remove them to change the currency.`,
    );
}

/** A later day is one push more; the day before the last push is that push taken back. */
async function pushesAfter(ctx: Ctx, row: Row, wanted: Date | null | undefined): Promise<number> {
  const [from, to] = [row.expectedCloseDate, wanted];
  if (!from || !to || from.getTime() === to.getTime()) return row.closeDatePushes;
  if (to > from) return row.closeDatePushes + 1;
  if (row.closeDatePushes === 0) return 0;
  const last = await ctx.db.event.findFirst({
    where: {
      entity: "opportunity",
      entityId: row.id,
      after: { path: ["expectedCloseDate"], string_starts_with: dayOf(from) ?? "" },
    },
    orderBy: { id: "desc" },
    select: { before: true },
  });
  const before = (last?.before ?? {}) as { expectedCloseDate?: string | null; closeDatePushes?: number };
  const takenBack = before.expectedCloseDate?.startsWith(dayOf(to) ?? "none") && before.closeDatePushes !== undefined;
  return takenBack ? row.closeDatePushes - 1 : row.closeDatePushes;
}
