import "server-only";
import { z } from "zod";
import { dateOf, dayOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { invalid } from "@/server/errors";
import { crud } from "@/server/nouns/crud";
import { crm } from "../../module";
import { opportunityImport } from "../import/operations/opportunity-import";
import { parentsOf, stored, targets } from "../row";
import { opportunities } from "../schema";
import { checkOutcome } from "./outcome";

// A new opportunity takes its place in a stage, and many of them can be moved at once: those verbs are written by hand.
const {
  create: _create,
  bulk: _bulk,
  ...derived
} = crud(crm, opportunities, {
  targets,
  table: stored,
  pick: ["account", "amount", "status"],
  facts: ["account", "stage", "amount"],
  parents: (row) => parentsOf(row),
  imports: opportunityImport,
  async alongside(ctx, row, input) {
    // A new opportunity is made by an operation of its own.
    if (!row) return {};
    const { id, status, lossReasonId } = row;
    await checkOutcome(ctx, { status, lossReasonId, pipelineId: String(row.pipelineId) }, input, false);
    await refuseOtherCurrency(ctx, { id, currency: String(row.currency) }, input.amount?.currency);
    const { expectedCloseDate: day } = input;
    return { closeDatePushes: await pushesAfter(ctx, row, day === undefined ? undefined : dateOf(day)) };
  },
});

/** The operations that opportunities share with every noun. A later expected close date counts as a push. */
export const plain = derived;

/** The prices of product lines are in the currency of their opportunity. */
export async function refuseOtherCurrency(
  ctx: Ctx,
  row: { id: string; currency: string },
  currency: string | undefined,
): Promise<void> {
  if (currency === undefined || currency === row.currency) return;
  const lines = await ctx.db.opportunityLine.count({ where: { opportunityId: row.id } });
  if (lines > 0)
    throw invalid(
      "amount",
      `The product lines of this opportunity are in ${row.currency}. Remove them to change the currency.`,
    );
}

/** The state before an event that pushed the close date. */
const push = z.object({ expectedCloseDate: z.string(), closeDatePushes: z.int() });

interface Pushed {
  id: string;
  expectedCloseDate: Date | null;
  closeDatePushes: number;
}

/** A later day adds a push; the day from before the last push removes that push again. */
async function pushesAfter(ctx: Ctx, row: Pushed, wanted: Date | null | undefined): Promise<number> {
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
  const before = push.safeParse(last?.before).data;
  const isUndone = before?.expectedCloseDate.startsWith(dayOf(to) ?? "none");
  return isUndone ? row.closeDatePushes - 1 : row.closeDatePushes;
}
