import "server-only";
import type { ImportOptions } from "@/lib/import-rows";
import { foldKey } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { inBoardOrder } from "../../../pipelines/rules";

/**
 * The open stage in which opportunities begin: the one that a person named, else the one in which most open ones of the
 * file with a starting date stand; where there is none, the first open stage of the pipeline.
 */
export async function withStartStage(
  ctx: Ctx,
  options: ImportOptions,
  found: readonly { id: string; rows: number }[],
  chosen: string | null,
): Promise<ImportOptions> {
  const stages = await ctx.db.stage.findMany({
    where: {
      archivedAt: null,
      type: "open",
      pipeline: options.pipelineId ? { id: options.pipelineId } : { isDefault: true, archivedAt: null },
    },
    select: { id: true, nameKey: true, type: true, position: true },
  });
  const rows = new Map(found.map((one) => [one.id, one.rows]));
  const named = chosen === null ? undefined : stages.find((stage) => stage.nameKey === foldKey(chosen));
  const [most] = stages
    .filter((stage) => rows.has(stage.id))
    .toSorted((a, b) => (rows.get(b.id) ?? 0) - (rows.get(a.id) ?? 0));
  return { ...options, startStageId: named?.id ?? most?.id ?? inBoardOrder(stages)[0]?.id ?? null };
}
