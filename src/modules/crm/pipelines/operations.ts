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
import { crm } from "../module";
import { pipelineEvents } from "./events";
import { type HeadRow, headSelect, present, select } from "./row";
import { defaultLossReasons, defaultStages, hasEachType, inBoardOrder, stageProbability } from "./rules";
import {
  createPipelineInput,
  listPipelinesInput,
  type NewStage,
  pipeline,
  pipelineIdInput,
  pipelines,
  pipelineVersionInput,
  reorderPipelinesInput,
  updatePipelineInput,
} from "./schema";
import { pipelineScope } from "./scope";

export const listPipelines = crm.operation({
  kind: "query",
  permission: "pipeline:view",
  input: listPipelinesInput,
  output: pipelines,
  rest: { method: "GET", path: "/pipelines" },
  describe: "All pipelines in their order, each with its stages and loss reasons; archived ones only on request.",
  run: (ctx, input) => loadPipelines(ctx, input.archived ? {} : { archivedAt: null }),
});

export const getPipeline = crm.operation({
  kind: "query",
  permission: "pipeline:view",
  input: pipelineIdInput,
  output: pipeline,
  rest: { method: "GET", path: "/pipelines/{id}" },
  describe: "One pipeline with its stages and loss reasons.",
  run: (ctx, input) => loadPipeline(ctx, input.id),
});

/** One pipeline as an act returns it: the right to the act is enough to see it. */
export async function loadPipeline(ctx: Ctx, id: string) {
  const row = await ctx.db.pipeline.findFirst({ where: { id }, select, relationLoadStrategy: "join" });
  if (!row) throw notFound("pipeline");
  return present(ctx, row);
}

/** Pipelines in their order, as they leave the server. */
export async function loadPipelines(ctx: Ctx, where: Prisma.PipelineWhereInput = { archivedAt: null }) {
  const rows = await ctx.db.pipeline.findMany({
    where,
    orderBy: [{ position: "asc" }, { id: "asc" }],
    select,
    relationLoadStrategy: "join",
  });
  return rows.map((row) => present(ctx, row));
}

export const createPipeline = crm.operation({
  kind: "mutation",
  permission: "pipeline:manage",
  input: createPipelineInput,
  output: pipeline,
  rest: { method: "POST", path: "/pipelines", creates: true },
  describe:
    "Creates a pipeline, with six usual stages if none are given. The first pipeline of a workspace is its default.",
  async run(ctx, input) {
    const stages = inBoardOrder((input.stages ?? defaultStages).map((stage, position) => ({ ...stage, position })));
    if (!hasEachType(stages)) throw invalid("stages", "Give at least one open, one won and one lost stage.");
    refuseDoubles("stages", stages);
    const reasons = [...(input.lossReasons ?? defaultLossReasons)];
    refuseDoubles(
      "lossReasons",
      reasons.map((name) => ({ name })),
    );
    await refuseTakenName(ctx, input.name);
    const count = await ctx.db.pipeline.count();
    const row = await ctx.db.pipeline.create({
      data: {
        name: input.name,
        nameKey: foldKey(input.name),
        description: input.description ?? null,
        isDefault: count === 0,
        position: count + 1,
      },
      select: headSelect,
    });
    await ctx.db.stage.createMany({
      data: stages.map((stage, index) => ({ pipelineId: row.id, ...stageColumns(stage, index + 1) })),
    });
    await ctx.db.lossReason.createMany({
      data: reasons.map((name, index) => ({ pipelineId: row.id, name, nameKey: foldKey(name), position: index + 1 })),
    });
    emit(ctx, pipelineEvents.created, { id: row.id, version: row.version, after: { name: row.name }, data: {} });
    return await loadPipeline(ctx, row.id);
  },
});

function stageColumns(stage: NewStage, position: number) {
  return {
    name: stage.name,
    nameKey: foldKey(stage.name),
    type: stage.type,
    position,
    probability: stageProbability(stage.type, stage.probability),
    color: stage.color ?? ((position - 1) % 8) + 1,
    rotDays: stage.type === "open" ? (stage.rotDays ?? null) : null,
    serviceHours: stage.type === "open" ? (stage.serviceHours ?? null) : null,
  };
}

function refuseDoubles(field: string, entries: readonly { name: string }[]): void {
  const keys = entries.map(({ name }) => foldKey(name));
  const double = entries.find(({ name }, index) => keys.indexOf(foldKey(name)) !== index);
  if (double) throw invalid(field, `The name ${double.name} is used twice. Choose a different one.`);
}

async function refuseTakenName(ctx: Ctx, name: string, id?: string): Promise<void> {
  const taken = await ctx.db.pipeline.findFirst({ where: { nameKey: foldKey(name) }, select: { id: true } });
  if (taken && taken.id !== id)
    throw invalid(
      "name",
      "Another pipeline already has this name; archived pipelines count too. Choose a different one.",
    );
}

const existing = {
  kind: "mutation",
  permission: "pipeline:manage",
  on: { scope: pipelineScope, ids: (input: { id: string }) => [input.id] },
  output: pipeline,
} as const;

type HeadColumns = Partial<Pick<HeadRow, "name" | "nameKey" | "description" | "archivedAt">>;
type HeadEvent = (typeof pipelineEvents)["updated" | "archived" | "restored"];

/** One versioned change of the pipeline's own columns with its event. */
async function change(
  ctx: Ctx,
  target: z.output<typeof pipelineVersionInput>,
  columns: HeadColumns,
  event: HeadEvent,
  data: { moved?: number } = {},
) {
  await updateVersioned<HeadRow, HeadEvent["payload"]>(ctx, {
    event,
    data,
    ...target,
    columns,
    select: headSelect,
    ...rowIn<HeadRow>(ctx.db.pipeline, { id: target.id, columns, select: headSelect }),
    present: (row) => row,
  });
  return await loadPipeline(ctx, target.id);
}

export const updatePipeline = crm.operation({
  ...existing,
  input: updatePipelineInput,
  rest: { method: "PATCH", path: "/pipelines/{id}" },
  describe: "Changes the name or description of a pipeline. CONFLICT if the same field was changed after `version`.",
  async run(ctx, { id, version, name, description }) {
    if (name !== undefined) await refuseTakenName(ctx, name, id);
    const nameKey = name === undefined ? undefined : foldKey(name);
    return await change(ctx, { id, version }, defined({ name, nameKey, description }), pipelineEvents.updated);
  },
});

/** Archives a pipeline that has no open opportunity left; `moved` of them went to other pipelines. */
export async function archiveHead(ctx: Ctx, target: z.output<typeof pipelineVersionInput>, moved: number) {
  return await change(ctx, target, { archivedAt: new Date() }, pipelineEvents.archived, { moved });
}

export const restorePipeline = crm.operation({
  ...existing,
  input: pipelineVersionInput,
  rest: { method: "POST", path: "/pipelines/{id}/restore" },
  describe: "Restores an archived pipeline.",
  run: (ctx, input) => change(ctx, input, { archivedAt: null }, pipelineEvents.restored),
});

export const makeDefaultPipeline = crm.operation({
  ...existing,
  input: pipelineIdInput,
  rest: { method: "POST", path: "/pipelines/{id}/default" },
  describe: "Makes a pipeline the default for new opportunities and the board.",
  async run(ctx, { id }) {
    const row = await ctx.db.pipeline.findFirst({ where: { id }, select: headSelect });
    if (!row) throw notFound("pipeline");
    if (row.archivedAt) throw new AppError("CONFLICT", "This pipeline is archived. Restore it first.");
    ctx.outcome.unchanged = row.isDefault;
    if (row.isDefault) return await loadPipeline(ctx, id);
    await ctx.db.pipeline.updateMany({
      where: { isDefault: true },
      data: { isDefault: false, version: { increment: 1 } },
    });
    const { version } = await ctx.db.pipeline.update({
      // Fails for a pipeline that was archived meanwhile: the next attempt sees that.
      where: { id, archivedAt: null },
      data: { isDefault: true, version: { increment: 1 } },
      select: { version: true },
    });
    emit(ctx, pipelineEvents.madeDefault, {
      id,
      version,
      before: { isDefault: false },
      after: { isDefault: true },
      data: {},
    });
    return await loadPipeline(ctx, id);
  },
});

export const reorderPipelines = crm.operation({
  kind: "mutation",
  permission: "pipeline:manage",
  on: { scope: pipelineScope, ids: (input) => input.ids },
  input: reorderPipelinesInput,
  output: pipelines,
  rest: { method: "POST", path: "/pipelines/reorder" },
  describe: "Reorders pipelines as in `ids`; those that are left out come last.",
  async run(ctx, { ids }) {
    // One reorder after the other: two at once would mix their positions.
    const rows = await tenantSql<{ id: string; position: number }>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`select id, position from pipelines where tenant_id = ${ctx.tenant.id}::uuid order by id for update`,
    );
    rows.sort((a, b) => a.position - b.position);
    const order = [...new Set([...ids, ...rows.map((row) => row.id)])];
    const moved = rows.filter((row) => row.position !== order.indexOf(row.id) + 1);
    ctx.outcome.unchanged = moved.length === 0;
    for (const { id, position } of moved) {
      const next = order.indexOf(id) + 1;
      const { version } = await ctx.db.pipeline.update({
        where: { id },
        data: { position: next, version: { increment: 1 } },
        select: { version: true },
      });
      const facts = { id, version, before: { position }, after: { position: next } };
      emit(ctx, pipelineEvents.reordered, { ...facts, data: { ids: order } });
    }
    return await loadPipelines(ctx);
  },
});
