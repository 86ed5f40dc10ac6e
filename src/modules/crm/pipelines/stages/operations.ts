import "server-only";
import type { z } from "zod";
import { foldKey } from "@/lib/text";
import { defined } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { rowIn, updateVersioned } from "@/server/versions";
import { crm } from "../../module";
import { pipelineEvents, stageEvents } from "../events";
import { loadPipeline } from "../operations";
import { presentStage, type StageRow, stageSelect } from "../row";
import { inBoardOrder, stageProbability } from "../rules";
import { pipeline, stage } from "../schema";
import { pipelineScope, stageScope } from "../scope";
import { createStageInput, reorderStagesInput, updateStageInput } from "./schema";

/**
 * Locks the pipeline's row, so that changes of its stages come one after the other. Returns its version, which is a new
 * one when stages are added, removed or reordered; a new name or colour keeps it.
 */
export async function lockPipeline(ctx: Ctx, id: string, places: "change" | "stay" = "change"): Promise<number> {
  const { version } = await ctx.db.pipeline.update({
    where: { id },
    data: { version: { increment: places === "change" ? 1 : 0 } },
    select: { version: true },
  });
  return version;
}

/** The stages of a pipeline in board order, without removed ones. */
export async function stagesOf(ctx: Ctx, pipelineId: string): Promise<StageRow[]> {
  return inBoardOrder(await ctx.db.stage.findMany({ where: { pipelineId, archivedAt: null }, select: stageSelect }));
}

/**
 * Locks the stages: a move into one, which holds its row shared, ends before this or finds it removed. Before the row
 * of the pipeline, as a move does.
 */
export async function lockStages(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select id from stages where tenant_id = ${ctx.tenant.id}::uuid and id = any(${[...ids]}::uuid[])
      order by id for update`,
  );
}

const inPipeline = (pipelineId: string) => [{ entity: "pipeline", id: pipelineId }];

export const createStage = crm.operation({
  kind: "mutation",
  permission: "pipeline:manage",
  on: { scope: pipelineScope, ids: (input) => [input.pipelineId] },
  uses: [{ scope: stageScope, ids: (input) => [input.beforeId] }],
  input: createStageInput,
  output: stage,
  rest: { method: "POST", path: "/pipelines/{pipelineId}/stages", creates: true },
  describe: "Adds a stage to a pipeline, before `beforeId` or as the last stage of its type.",
  async run(ctx, { pipelineId, beforeId, ...input }) {
    await lockPipeline(ctx, pipelineId);
    const stages = await stagesOf(ctx, pipelineId);
    refuseTakenName(stages, input.name);
    const same = stages.filter((other) => other.type === input.type);
    const before = same.find((other) => other.id === beforeId);
    if (beforeId && !before) throw invalid("beforeId", "Choose a stage of the same type in the same pipeline.");
    const row = await ctx.db.stage.create({
      data: {
        pipelineId,
        name: input.name,
        nameKey: foldKey(input.name),
        type: input.type,
        position: stages.length + 1,
        probability: stageProbability(input.type, input.probability),
        color: input.color ?? (stages.length % 8) + 1,
        rotDays: input.type === "open" ? (input.rotDays ?? null) : null,
        serviceHours: input.type === "open" ? (input.serviceHours ?? null) : null,
      },
      select: stageSelect,
    });
    const at = before ? stages.indexOf(before) : stages.length;
    const position = await setPositions(ctx, inBoardOrder(stages.toSpliced(at, 0, row).map(atIndex)), row.id);
    emit(ctx, stageEvents.created, {
      id: row.id,
      version: row.version,
      parents: inPipeline(pipelineId),
      after: { name: row.name },
      data: {},
    });
    return presentStage({ ...row, position });
  },
});

const atIndex = (stage: StageRow, position: number) => ({ ...stage, position });

/** Numbers the stages 1, 2, 3 …; returns the position of stage `id`. */
async function setPositions(ctx: Ctx, stages: readonly StageRow[], id?: string): Promise<number> {
  for (const [index, { id: stageId }] of stages.entries())
    await ctx.db.stage.updateMany({
      where: { id: stageId, NOT: { position: index + 1 } },
      data: { position: index + 1 },
    });
  return stages.findIndex((stage) => stage.id === id) + 1;
}

function refuseTakenName(stages: readonly StageRow[], name: string, id?: string): void {
  if (stages.some((other) => other.id !== id && other.nameKey === foldKey(name)))
    throw invalid("name", "Another stage of this pipeline already has this name. Choose a different one.");
}

/** Throws VALIDATION for what only open stages have. */
function refuseOpenOnly(input: Pick<z.output<typeof updateStageInput>, "probability" | "rotDays" | "serviceHours">) {
  const { probability, rotDays, serviceHours } = input;
  // A closed stage may be said to have none of the others, but it always has its probability.
  const limits = Object.entries({ rotDays, serviceHours }).filter(([, value]) => value != null);
  const [given] = [...(probability === undefined ? [] : [["probability"] as const]), ...limits];
  if (given) throw invalid(given[0], "Only open stages have a probability, days until inactive and a follow-up time.");
}

export const updateStage = crm.operation({
  kind: "mutation",
  permission: "pipeline:manage",
  on: { scope: stageScope, ids: (input) => [input.id] },
  input: updateStageInput,
  output: stage,
  rest: { method: "PATCH", path: "/stages/{id}" },
  describe:
    "Changes name, probability, colour, days until inactive or follow-up time of a stage. Opportunities without a probability of their own use the new one; with null they have none.",
  async run(ctx, { id, version, ...input }) {
    const row = await ctx.db.stage.findFirst({ where: { id }, select: stageSelect });
    if (!row) throw notFound("stage");
    if (row.type !== "open") refuseOpenOnly(input);
    await lockPipeline(ctx, row.pipelineId, "stay");
    if (input.name !== undefined) refuseTakenName(await stagesOf(ctx, row.pipelineId), input.name, id);
    const columns = defined({ ...input, nameKey: input.name === undefined ? undefined : foldKey(input.name) });
    const changed = await updateVersioned<StageRow>(ctx, {
      event: stageEvents.updated,
      id,
      version,
      columns,
      select: stageSelect,
      ...rowIn<StageRow>(ctx.db.stage, { id, columns, select: stageSelect }),
      present: presentStage,
      parents: () => inPipeline(row.pipelineId),
    });
    return presentStage(changed);
  },
});

/** Removes a stage in which no opportunity is any more; returns its new version. */
export async function archiveStage(
  ctx: Ctx,
  { id, name, nameKey, pipelineId, version }: StageRow,
  destination: { toStageId: string | null; moved: number },
): Promise<number> {
  await ctx.db.stage.update({
    where: { id, version },
    // The key is given up, so that a new stage may take the name.
    data: { archivedAt: new Date(), nameKey: `${nameKey} ${id}`, version: { increment: 1 } },
    select: { id: true },
  });
  emit(ctx, stageEvents.removed, {
    id,
    version: version + 1,
    parents: [{ entity: "pipeline", id: pipelineId }],
    before: { name },
    data: { name, ...destination },
  });
  return version + 1;
}

export const reorderStages = crm.operation({
  kind: "mutation",
  permission: "pipeline:manage",
  on: { scope: pipelineScope, ids: (input) => [input.id] },
  input: reorderStagesInput,
  output: pipeline,
  rest: { method: "POST", path: "/pipelines/{id}/reorder-stages" },
  describe: "Puts all stages of a pipeline into a new order; won and lost stages always follow the open ones.",
  async run(ctx, { id, version, stageIds }) {
    const locked = await lockPipeline(ctx, id);
    const stages = await stagesOf(ctx, id);
    if (locked - 1 !== version)
      throw new AppError(
        "CONFLICT",
        "Somebody changed this pipeline in the meantime. Check it again before you reorder it.",
        {
          current: await loadPipeline(ctx, id),
        },
      );
    const byId = new Map(stages.map((entry) => [entry.id, entry]));
    const wanted = stageIds.flatMap((stageId) => byId.get(stageId) ?? []);
    if (wanted.length !== stages.length || new Set(stageIds).size !== stages.length)
      throw invalid("stageIds", "List each stage of the pipeline exactly once.");
    const before = stages.map((entry) => entry.id);
    const order = inBoardOrder(wanted.map(atIndex));
    await setPositions(ctx, order);
    const after = order.map((entry) => entry.id);
    emit(ctx, pipelineEvents.stagesReordered, {
      id,
      version: locked,
      before: { stages: before },
      after: { stages: after },
      data: { stageIds: after },
    });
    return await loadPipeline(ctx, id);
  },
});
