import "server-only";
import type { PatchOf } from "@/lib/fields/record";
import type { Ctx } from "@/server/context";
import { invalid } from "@/server/errors";
import type { fields } from "../fields";

type Outcome = Pick<PatchOf<typeof fields>, "actualCloseDate" | "lossReasonId" | "lossDetail">;

/**
 * Outcome fields fit the status: a close date needs a closed opportunity, a reason a lost one of the same pipeline. The
 * reason that an opportunity was lost for before may be given again, archived or not.
 */
export async function checkOutcome(
  ctx: Ctx,
  opportunity: { status: string; pipelineId: string; lossReasonId?: string | null },
  input: Outcome,
  closing: boolean,
): Promise<void> {
  if (input.actualCloseDate !== undefined && opportunity.status === "open")
    throw invalid("actualCloseDate", "An open opportunity has no actual close date. Move it to a closed stage first.");
  if (opportunity.status !== "lost") {
    if (input.lossReasonId) throw invalid("lossReasonId", "Only a lost opportunity has a loss reason.");
    if (input.lossDetail) throw invalid("lossDetail", "Only a lost opportunity has a loss reason.");
    return;
  }
  if (!closing && (input.lossReasonId === undefined || input.lossReasonId === opportunity.lossReasonId)) return;
  const reasons = await ctx.db.lossReason.findMany({
    where: { pipelineId: opportunity.pipelineId, archivedAt: null },
    select: { id: true },
  });
  refuseLossReason(
    input.lossReasonId ?? null,
    reasons.length > 0,
    reasons.some(({ id }) => id === input.lossReasonId),
  );
}

/** A lost opportunity needs a reason if its pipeline has any. */
export function refuseLossReason(given: string | null, hasReasons: boolean, fits: boolean): void {
  if (given === null && hasReasons) throw invalid("lossReasonId", "Say why this opportunity was lost.");
  if (given !== null && !fits) throw invalid("lossReasonId", "Choose a loss reason of this opportunity's pipeline.");
}
