import "server-only";
import type { ImportAnswers } from "@/lib/import-rows";
import { foldKey } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { inBoardOrder } from "../../../pipelines/rules";

/**
 * The open stage in which opportunities begin: the one that a person named, else the one in which most open ones of the
 * file with a starting date stand; where there is none, the first open stage of the pipeline.
 */
export async function startStageOf(
  ctx: Ctx,
  { pipelineId, startStage }: ImportAnswers,
  found: readonly { id: string; rows: number }[],
): Promise<string | null> {
  const stages = await ctx.db.stage.findMany({
    where: {
      archivedAt: null,
      type: "open",
      pipeline: pipelineId ? { id: pipelineId } : { isDefault: true, archivedAt: null },
    },
    select: { id: true, nameKey: true, type: true, position: true },
  });
  const rows = new Map(found.map((one) => [one.id, one.rows]));
  const named = startStage ? stages.find((stage) => stage.nameKey === foldKey(startStage)) : undefined;
  const [most] = stages
    .filter((stage) => rows.has(stage.id))
    .toSorted((a, b) => (rows.get(b.id) ?? 0) - (rows.get(a.id) ?? 0));
  return named?.id ?? most?.id ?? inBoardOrder(stages)[0]?.id ?? null;
}
