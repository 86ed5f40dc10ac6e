import "server-only";
import type { z } from "zod";
import { bulkReport } from "@/lib/bulk";
import { eachOfMany } from "@/server/bulk";
import type { Ctx } from "@/server/context";
import { requireTags, retagged } from "@/server/custom/retag";
import { crm } from "../../module";
import { type bulkAction, bulkOpportunitiesInput } from "../schema";
import { visibleOpportunities } from "../scope";
import { moveOpportunity } from "./move";
import { plain } from "./plain";
import { undoMove } from "./undo-move";

type Action = z.output<typeof bulkAction>;

export const bulkOpportunities = crm.operation({
  kind: "mutation",
  permission: "opportunity:edit",
  input: bulkOpportunitiesInput,
  output: bulkReport,
  rest: { method: "POST", path: "/opportunities/bulk" },
  describe:
    "Changes, tags, moves, archives or restores up to 200 opportunities, or undoes moves; reports row by row what was done and why the rest was not.",
  async run(ctx, input) {
    if (input.action.type === "tag") requireTags(ctx, input.action);
    return await eachOfMany(ctx, {
      input,
      noun: "opportunity",
      find: (ids) =>
        ctx.db.opportunity.findMany({
          where: { AND: [{ id: { in: ids } }, visibleOpportunities(ctx)] },
          select: { id: true, version: true },
        }),
      act: (batch, target) => act(batch, target, input.action),
    });
  },
});

async function act(
  ctx: Ctx,
  target: { id: string; version: number },
  action: Action,
): Promise<{ id: string; version: number }> {
  if (action.type === "archive") return await plain.archive(ctx, target);
  if (action.type === "restore") return await plain.restore(ctx, target);
  if (action.type === "tag")
    return await plain.update(ctx, { ...target, ...(await retagged(ctx, "opportunity", target.id, action)) });
  if (action.type === "undoMove") return await undoMove(ctx, target);
  if (action.type === "move") {
    const { type: _type, ...move } = action;
    return await moveOpportunity(ctx, { ...target, ...move });
  }
  const { type: _type, ...edit } = action;
  return await plain.update(ctx, { ...target, ...edit });
}
