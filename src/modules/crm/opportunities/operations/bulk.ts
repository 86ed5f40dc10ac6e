import "server-only";
import type { z } from "zod";
import type { Ctx } from "@/server/context";
import { AppError, notFound } from "@/server/errors";
import { newId } from "@/server/new-id";
import { crm } from "../../module";
import { type bulkAction, bulkOpportunitiesInput, bulkReport } from "../schema";
import { visibleOpportunities } from "../scope";
import { archiveOpportunity, restoreOpportunity } from "./archive";
import { moveOpportunity } from "./move";
import { undoMove } from "./undo-move";
import { updateOpportunity } from "./update";

type Action = z.output<typeof bulkAction>;

export const bulkOpportunities = crm.operation({
  kind: "mutation",
  permission: "opportunity:edit",
  input: bulkOpportunitiesInput,
  output: bulkReport,
  rest: { method: "POST", path: "/opportunities/bulk" },
  describe:
    "Changes, moves, archives or restores up to 200 deals, or takes moves back; reports row by row what was done and why the rest was not.",
  async run(ctx, { ids, action, versions = {} }) {
    const batchId = newId();
    const batch: Ctx = { ...ctx, batchId };
    const wanted = [...new Set(ids)];
    const known = new Map(
      (
        await ctx.db.opportunity.findMany({
          where: { AND: [{ id: { in: wanted } }, visibleOpportunities(ctx)] },
          select: { id: true, version: true },
        })
      ).map((row) => [row.id, row.version]),
    );
    const report: Pick<z.input<typeof bulkReport>, "done" | "failed"> = { done: [], failed: [] };
    for (const id of wanted) {
      try {
        const version = known.get(id);
        if (version === undefined) throw notFound("opportunity");
        const target = { id, version: versions[id] ?? version };
        report.done.push({ id, version: (await act(batch, target, action)).version });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        report.failed.push({ id, code: error.code, message: error.message });
      }
    }
    ctx.outcome.unchanged = ctx.emitted.length === 0;
    return { ...report, batchId: ctx.outcome.unchanged ? null : batchId };
  },
});

/** Each deal goes through the operation that a single one goes through, with its rights and checks. */
async function act(ctx: Ctx, target: { id: string; version: number }, action: Action): Promise<{ version: number }> {
  if (action.type === "archive") return await archiveOpportunity(ctx, target);
  if (action.type === "restore") return await restoreOpportunity(ctx, target);
  if (action.type === "undoMove") return await undoMove(ctx, target);
  if (action.type === "move") {
    const { type: _type, ...move } = action;
    return await moveOpportunity(ctx, { ...target, ...move });
  }
  const { type: _type, ...edit } = action;
  return await updateOpportunity(ctx, { ...target, ...edit });
}
