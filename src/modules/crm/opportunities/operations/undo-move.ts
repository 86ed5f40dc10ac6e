import "server-only";
import type { Ctx } from "@/server/context";
import { AppError, notFound } from "@/server/errors";
import { Retry } from "@/server/execute";
import { crm } from "../../module";
import { opportunityEvents } from "../events";
import { presentCard } from "../row";
import { rankInGap } from "../rules";
import { card, opportunityVersionInput } from "../schema";
import { opportunityScope } from "../scope";
import { emitMove, writeMove } from "./move";
import { type MoveState, readMoveState } from "./move-state";

/** The fields that a move changed, as its event keeps them. */
interface Before {
  stageId: string;
  rank?: string;
  probability?: number | null;
  actualCloseDate?: string | null;
  lossReasonId?: string | null;
  lossDetail?: string | null;
}

export const undoMove = crm.operation({
  kind: "mutation",
  permission: "opportunity:edit",
  on: { scope: opportunityScope, ids: (input) => [input.id] },
  input: opportunityVersionInput,
  output: card,
  rest: { method: "POST", path: "/opportunities/{id}/undo-move" },
  describe:
    "Takes back the move that made `version`: stage, place, probability, close date and loss reason are as they were before it. CONFLICT with the present state when someone changed one of them since.",
  async run(ctx, { id, version }) {
    const move = await ctx.db.event.findFirst({
      where: {
        entity: "opportunity",
        entityId: id,
        entityVersion: version,
        name: opportunityEvents.stageChanged.name,
      },
      select: { before: true },
    });
    const before = move?.before as Before | null | undefined;
    if (!before?.stageId)
      throw new AppError("CONFLICT", "This version of the deal was not made by a move. Nothing was taken back.");
    const state = await readMoveState(ctx, { id, version, stageId: before.stageId });
    if (!state) throw notFound("opportunity");
    const { current, target } = state;
    refuseChanged(ctx, before, state);
    if (current.archivedAt) throw new AppError("CONFLICT", "This deal is archived. Restore it before you move it.");
    if (!target)
      throw new AppError("CONFLICT", "The stage that it came from is not there any more. The deal stays where it is.");
    const kept = { ...current, actualCloseDate: current.actualCloseDate?.toISOString() ?? null };
    const was = <K extends Exclude<keyof Before, "stageId" | "rank">>(field: K) =>
      field in before ? (before[field] ?? null) : kept[field];
    const written = await writeMove(ctx, state, await placeBefore(ctx, { rank: current.rank, ...before }), {
      target,
      closedAt: target.type !== "open",
      probability: was("probability") as number | null,
      actualCloseDate: (was("actualCloseDate") as string | null)?.slice(0, 10) ?? null,
      lossReasonId: was("lossReasonId") as string | null,
      lossDetail: was("lossDetail") as string | null,
    });
    if (!written) throw new Retry();
    emitMove(ctx, state, written);
    return presentCard(ctx, { ...current, ...written, stage: target });
  },
});

/** Whoever changed one of the fields since, by another move or by hand, keeps their change. */
function refuseChanged(ctx: Ctx, before: Before, { current, since, stageName }: MoveState): void {
  // Its place in the new stage is not what an undo gives back.
  const { rank: _rank, ...fields } = before;
  const touched = (after: Record<string, unknown> | null) => Object.keys(after ?? {}).filter((key) => key in fields);
  const theirs = since.filter(({ after }) => touched(after).length > 0);
  const last = theirs.at(-1);
  if (!last) return;
  const changed = [...new Set(theirs.flatMap(({ after }) => touched(after)))];
  const who = last.member ?? "Someone";
  throw new AppError(
    "CONFLICT",
    changed.includes("stageId")
      ? `${who} moved this to ${stageName} since. Your move was not taken back.`
      : `${who} changed what your move had changed. It was not taken back.`,
    { current: presentCard(ctx, current), changed },
  );
}

/** The place that it had; where another deal stands there now, the gap behind that one. */
async function placeBefore(ctx: Ctx, { stageId, rank }: Required<Pick<Before, "stageId" | "rank">>): Promise<string> {
  if (ctx.attempt === 1) return rank;
  const next = await ctx.db.opportunity.findFirst({
    where: { stageId, rank: { gt: rank } },
    orderBy: { rank: "asc" },
    select: { rank: true },
  });
  return rankInGap(rank, next?.rank ?? null, ctx.attempt, Math.random());
}
