import "server-only";
import { sharedScope } from "@/server/scope";

/** Pipelines belong to the workspace: everyone sees them, members with the right to manage pipelines change them. */
export const pipelineScope = sharedScope({
  entity: "pipeline",
  noun: "pipeline",
  edit: "pipeline:manage",
  load: (ctx, ids) => ctx.db.pipeline.findMany({ where: { id: { in: ids } }, select: { id: true } }),
  names: (ctx, ids) => ctx.db.pipeline.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
  namesIn: "pipelines",
});

/** Stages that are part of their pipeline; names also of removed ones. */
export const stageScope = sharedScope({
  entity: "stage",
  noun: "stage",
  edit: "pipeline:manage",
  load: (ctx, ids) => ctx.db.stage.findMany({ where: { id: { in: ids }, archivedAt: null }, select: { id: true } }),
  names: (ctx, ids) => ctx.db.stage.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
  namesIn: "stages",
});

export const lossReasonScope = sharedScope({
  entity: "lossReason",
  noun: "loss reason",
  edit: "pipeline:manage",
  load: (ctx, ids) => ctx.db.lossReason.findMany({ where: { id: { in: ids } }, select: { id: true } }),
  names: (ctx, ids) => ctx.db.lossReason.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
  namesIn: "loss_reasons",
});
