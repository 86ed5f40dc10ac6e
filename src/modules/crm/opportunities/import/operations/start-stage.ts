import "server-only";
import type { ImportOptions } from "@/lib/import-rows";
import type { Ctx } from "@/server/context";
import { inBoardOrder } from "../../../pipelines/rules";

/**
 * The open stage that starting dates belong to: the one in which most open deals of the file with such a date stand;
 * where there is none, the first open stage of the pipeline.
 */
export async function withStartStage(
  ctx: Ctx,
  options: ImportOptions,
  found: readonly { id: string; rows: number }[],
): Promise<ImportOptions> {
  const stages = await ctx.db.stage.findMany({
    where: {
      archivedAt: null,
      type: "open",
      pipeline: options.pipelineId ? { id: options.pipelineId } : { isDefault: true, archivedAt: null },
    },
    select: { id: true, type: true, position: true },
  });
  const rows = new Map(found.map((one) => [one.id, one.rows]));
  const [most] = stages
    .filter((stage) => rows.has(stage.id))
    .toSorted((a, b) => (rows.get(b.id) ?? 0) - (rows.get(a.id) ?? 0));
  return { ...options, startStageId: most?.id ?? inBoardOrder(stages)[0]?.id ?? null };
}
