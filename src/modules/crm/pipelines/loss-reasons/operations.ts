import "server-only";
import type { z } from "zod";
import { foldKey } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { rowIn, updateVersioned } from "@/server/versions";
import { crm } from "../../module";
import { lossReasonEvents, pipelineEvents } from "../events";
import { loadPipeline } from "../operations";
import { type LossReasonRow, lossReasonSelect, presentLossReason } from "../row";
import { lossReason, pipeline } from "../schema";
import { lossReasonScope, pipelineScope } from "../scope";
import { lockPipeline } from "../stages/operations";
import {
  createLossReasonInput,
  lossReasonVersionInput,
  reorderLossReasonsInput,
  updateLossReasonInput,
} from "./schema";

async function refuseTakenName(ctx: Ctx, pipelineId: string, name: string, id?: string): Promise<void> {
  const taken = await ctx.db.lossReason.findFirst({
    where: { pipelineId, nameKey: foldKey(name) },
    select: { id: true },
  });
  if (taken && taken.id !== id)
    throw invalid(
      "name",
      "Another loss reason of this pipeline already has this name; archived ones count too. Choose a different one.",
    );
}

export const createLossReason = crm.operation({
  kind: "mutation",
  permission: "pipeline:manage",
  on: { scope: pipelineScope, ids: (input) => [input.pipelineId] },
  input: createLossReasonInput,
  output: lossReason,
  rest: { method: "POST", path: "/pipelines/{pipelineId}/loss-reasons", creates: true },
  describe: "Adds a reason that people can choose when they mark an opportunity of this pipeline as lost.",
  async run(ctx, { pipelineId, name }) {
    await lockPipeline(ctx, pipelineId);
    await refuseTakenName(ctx, pipelineId, name);
    const count = await ctx.db.lossReason.count({ where: { pipelineId } });
    const row = await ctx.db.lossReason.create({
      data: { pipelineId, name, nameKey: foldKey(name), position: count + 1 },
      select: lossReasonSelect,
    });
    emit(ctx, lossReasonEvents.created, {
      id: row.id,
      version: row.version,
      parents: [{ entity: "pipeline", id: pipelineId }],
      after: { name },
      data: {},
    });
    return presentLossReason(row);
  },
});

const existing = {
  kind: "mutation",
  permission: "pipeline:manage",
  on: { scope: lossReasonScope, ids: (input: { id: string }) => [input.id] },
  output: lossReason,
} as const;

type Columns = Partial<Pick<LossReasonRow, "name" | "nameKey" | "archivedAt">>;
type ReasonEvent = (typeof lossReasonEvents)["updated" | "archived" | "restored"];

async function change(ctx: Ctx, target: z.output<typeof lossReasonVersionInput>, columns: Columns, event: ReasonEvent) {
  const row = await updateVersioned<LossReasonRow>(ctx, {
    event,
    ...target,
    columns,
    select: lossReasonSelect,
    ...rowIn<LossReasonRow>(ctx.db.lossReason, { id: target.id, columns, select: lossReasonSelect }),
    present: presentLossReason,
    parents: ({ pipelineId }) => [{ entity: "pipeline", id: pipelineId }],
  });
  return presentLossReason(row);
}

export const updateLossReason = crm.operation({
  ...existing,
  input: updateLossReasonInput,
  rest: { method: "PATCH", path: "/loss-reasons/{id}" },
  describe: "Renames a loss reason, also on the opportunities that were lost for it.",
  async run(ctx, { id, version, name }) {
    const row = await ctx.db.lossReason.findFirst({ where: { id }, select: { pipelineId: true } });
    if (!row) throw notFound("loss reason");
    await refuseTakenName(ctx, row.pipelineId, name, id);
    return await change(ctx, { id, version }, { name, nameKey: foldKey(name) }, lossReasonEvents.updated);
  },
});

export const archiveLossReason = crm.operation({
  ...existing,
  input: lossReasonVersionInput,
  rest: { method: "POST", path: "/loss-reasons/{id}/archive" },
  describe: "Archives a loss reason; opportunities that were lost for it keep it.",
  run: (ctx, input) => change(ctx, input, { archivedAt: new Date() }, lossReasonEvents.archived),
});

export const restoreLossReason = crm.operation({
  ...existing,
  input: lossReasonVersionInput,
  rest: { method: "POST", path: "/loss-reasons/{id}/restore" },
  describe: "Restores an archived loss reason.",
  run: (ctx, input) => change(ctx, input, { archivedAt: null }, lossReasonEvents.restored),
});

export const reorderLossReasons = crm.operation({
  kind: "mutation",
  permission: "pipeline:manage",
  on: { scope: pipelineScope, ids: (input) => [input.id] },
  uses: [{ scope: lossReasonScope, ids: (input) => input.lossReasonIds }],
  input: reorderLossReasonsInput,
  output: pipeline,
  rest: { method: "POST", path: "/pipelines/{id}/reorder-loss-reasons" },
  describe: "Reorders the loss reasons of a pipeline as in `lossReasonIds`; those that are left out come last.",
  async run(ctx, { id, lossReasonIds }) {
    const version = await lockPipeline(ctx, id);
    const rows = await ctx.db.lossReason.findMany({
      where: { pipelineId: id },
      orderBy: [{ position: "asc" }, { id: "asc" }],
      select: { id: true },
    });
    const own = rows.map((row) => row.id);
    const order = [...new Set([...lossReasonIds, ...own])];
    if (order.length !== own.length) throw invalid("lossReasonIds", "List only loss reasons of this pipeline.");
    for (const [index, reasonId] of order.entries())
      await ctx.db.lossReason.updateMany({
        where: { id: reasonId, NOT: { position: index + 1 } },
        data: { position: index + 1 },
      });
    emit(ctx, pipelineEvents.lossReasonsReordered, {
      id,
      version,
      before: { lossReasons: own },
      after: { lossReasons: order },
      data: { lossReasonIds: order },
    });
    return await loadPipeline(ctx, id);
  },
});
