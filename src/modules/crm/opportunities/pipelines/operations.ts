import "server-only";
import type { z } from "zod";
import type { Ctx } from "@/server/context";
import { AppError, invalid, notFound } from "@/server/errors";
import { inTransaction } from "@/server/execute";
import { newId } from "@/server/new-id";
import { writeEvents } from "@/server/write-events";
import { crm } from "../../module";
import { archiveHead, loadPipeline } from "../../pipelines/operations";
import { type Pipeline, pipeline } from "../../pipelines/schema";
import { pipelineScope, stageScope } from "../../pipelines/scope";
import { lockPipeline, lockStages, stagesOf } from "../../pipelines/stages/operations";
import { moveFirst } from "../stages/operations";
import { archivePipelineInput, openByStage, openByStageInput } from "./schema";

export const countOpenByStage = crm.operation({
  kind: "query",
  permission: "pipeline:manage",
  input: openByStageInput,
  output: openByStage,
  describe:
    "The number of open opportunities in each stage of a pipeline, with archived ones counted separately. Archiving the pipeline moves them.",
  async run(ctx, { id }) {
    const where = { pipelineId: id, status: "open" };
    const [all, archived] = await Promise.all(
      [where, { ...where, archivedAt: { not: null } }].map((which) =>
        ctx.db.opportunity.groupBy({ by: ["stageId"], where: which, _count: true }),
      ),
    );
    const archivedIn = new Map(archived?.map(({ stageId, _count }) => [stageId, _count]));
    return (all ?? []).map(({ stageId, _count }) => {
      const hidden = archivedIn.get(stageId) ?? 0;
      return { stageId, count: _count - hidden, archived: hidden };
    });
  },
});

type Input = z.output<typeof archivePipelineInput>;

/** Long enough for all open opportunities of a large firm, in statements of a bounded size. */
const maxMs = 120_000;

export const archivePipeline = crm.operation({
  kind: "mutation",
  permission: "pipeline:manage",
  external: true,
  on: { scope: pipelineScope, ids: (input) => [input.id] },
  uses: [
    {
      scope: stageScope,
      ids: (input) => (input.stages ?? []).flatMap(({ stageId, toStageId }) => [stageId, toStageId]),
    },
  ],
  input: archivePipelineInput,
  output: pipeline,
  rest: { method: "POST", path: "/pipelines/{id}/archive" },
  describe:
    "Archives a pipeline. Its open opportunities, including archived ones, move to the stages in `stages`, after the opportunities there; closed ones stay in the pipeline. All or nothing. CONFLICT if the pipeline was changed after `version`. The default pipeline cannot be archived.",
  run: (ctx, input) =>
    inTransaction(ctx, (inner) => emptyAndArchive({ ...inner, batchId: newId() }, input), { timeoutMs: maxMs }),
});

async function emptyAndArchive(ctx: Ctx, { id, version, stages = [] }: Input): Promise<Pipeline> {
  const open = (await stagesOf(ctx, id)).filter((stage) => stage.type === "open");
  refuseWrongStages(open, stages);
  const targets = await targetsOf(ctx, id, stages);
  await lockStages(ctx, [...open.map((stage) => stage.id), ...[...targets.values()].map((stage) => stage.id)]);
  await lockPipeline(ctx, id, "stay");
  const row = await ctx.db.pipeline.findFirst({ where: { id }, select: { isDefault: true, version: true } });
  if (!row) throw notFound("pipeline");
  if (row.version !== version)
    throw new AppError(
      "CONFLICT",
      "Somebody changed this pipeline in the meantime. Check it again before you archive it.",
      {
        current: await loadPipeline(ctx, id),
      },
    );
  if (row.isDefault)
    throw new AppError("CONFLICT", "This is the default pipeline. Make another one the default first.");
  let moved = 0;
  for (const stage of open) {
    for (let more = true; more; ) {
      const step = await moveFirst(ctx, stage, targets.get(stage.id));
      moved += step.moved;
      more = step.more;
      // Written step by step: events hold all their changes in memory until then.
      await writeEvents(ctx);
    }
  }
  return await archiveHead(ctx, { id, version }, moved);
}

/** Each entry names another open stage of the pipeline that is archived. */
function refuseWrongStages(open: readonly { id: string }[], stages: NonNullable<Input["stages"]>): void {
  const named = stages.map(({ stageId }) => stageId);
  for (const [at, stageId] of named.entries()) {
    const path = `stages.${at}.stageId`;
    if (!open.some((stage) => stage.id === stageId)) throw invalid(path, "Choose an open stage of this pipeline.");
    if (named.indexOf(stageId) < at) throw invalid(path, "Name each stage once.");
  }
}

/** Returns the target stage of each; VALIDATION unless all are open stages of pipelines in use. */
async function targetsOf(ctx: Ctx, pipelineId: string, stages: NonNullable<Input["stages"]>) {
  const rows = await ctx.db.stage.findMany({
    where: {
      id: { in: stages.map(({ toStageId }) => toStageId) },
      type: "open",
      archivedAt: null,
      pipelineId: { not: pipelineId },
      pipeline: { archivedAt: null },
    },
    select: { id: true, pipelineId: true },
  });
  return new Map(
    stages.map(({ stageId, toStageId }) => {
      const to = rows.find((row) => row.id === toStageId);
      if (!to) throw invalid("toStageId", "Choose an open stage of another pipeline that is in use.");
      return [stageId, to];
    }),
  );
}
