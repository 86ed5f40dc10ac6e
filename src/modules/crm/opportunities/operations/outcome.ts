import "server-only";
import type { PatchOf } from "@/lib/fields/record";
import type { Ctx } from "@/server/context";
import { invalid } from "@/server/errors";
import type { fields } from "../fields";

type Outcome = Pick<PatchOf<typeof fields>, "actualCloseDate" | "lossReasonId" | "lossDetail">;

/**
 * Outcome fields fit the status: a close date needs a closed deal, a reason a lost one of the same pipeline. The reason that
 * a deal was lost for before may be given again, archived or not.
 */
export async function checkOutcome(
  ctx: Ctx,
  deal: { status: string; pipelineId: string; lossReasonId?: string | null },
  input: Outcome,
  closing: boolean,
): Promise<void> {
  if (input.actualCloseDate !== undefined && deal.status === "open")
    throw invalid("actualCloseDate", "An open deal has no actual close date. Move it to a closed stage first.");
  if (deal.status !== "lost") {
    if (input.lossReasonId) throw invalid("lossReasonId", "Only a lost deal has a loss reason.");
    if (input.lossDetail) throw invalid("lossDetail", "Only a lost deal has a loss reason.");
    return;
  }
  if (!closing && (input.lossReasonId === undefined || input.lossReasonId === deal.lossReasonId)) return;
  const reasons = await ctx.db.lossReason.findMany({
    where: { pipelineId: deal.pipelineId, archivedAt: null },
    select: { id: true },
  });
  refuseLossReason(
    input.lossReasonId ?? null,
    reasons.length > 0,
    reasons.some(({ id }) => id === input.lossReasonId),
  );
}

/** A lost deal says why, where its pipeline has reasons to choose from. */
export function refuseLossReason(given: string | null, hasReasons: boolean, fits: boolean): void {
  if (given === null && hasReasons) throw invalid("lossReasonId", "Say why this deal was lost.");
  if (given !== null && !fits) throw invalid("lossReasonId", "Choose a loss reason of this deal's pipeline.");
}
