import "server-only";
import { defineScope } from "@/server/scope";

const unowned = (rows: { id: string }[]) => rows.map(({ id }) => ({ id, ownerId: null }));

/** Pipelines belong to the workspace: everyone sees them, members with the right to manage pipelines change them. */
export const pipelineScope = defineScope({
  entity: "pipeline",
  noun: "pipeline",
  edit: "pipeline:manage",
  owned: false,
  load: async (ctx, ids) =>
    unowned(await ctx.db.pipeline.findMany({ where: { id: { in: ids } }, select: { id: true } })),
  names: (ctx, ids) => ctx.db.pipeline.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
  namesIn: "pipelines",
});

/** Stages that are part of their pipeline; names also of removed ones. */
export const stageScope = defineScope({
  entity: "stage",
  noun: "stage",
  edit: "pipeline:manage",
  owned: false,
  load: async (ctx, ids) =>
    unowned(await ctx.db.stage.findMany({ where: { id: { in: ids }, archivedAt: null }, select: { id: true } })),
  names: (ctx, ids) => ctx.db.stage.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
  namesIn: "stages",
});

export const lossReasonScope = defineScope({
  entity: "lossReason",
  noun: "loss reason",
  edit: "pipeline:manage",
  owned: false,
  load: async (ctx, ids) =>
    unowned(await ctx.db.lossReason.findMany({ where: { id: { in: ids } }, select: { id: true } })),
  names: (ctx, ids) => ctx.db.lossReason.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
  namesIn: "loss_reasons",
});
