import "server-only";
import type { z } from "zod";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { inBoardOrder } from "./rules";
import { type LossReason, type lossReason, type pipeline, type stage, stageType } from "./schema";

export const stageSelect = {
  id: true,
  pipelineId: true,
  name: true,
  nameKey: true,
  type: true,
  position: true,
  probability: true,
  color: true,
  rotDays: true,
  serviceHours: true,
  version: true,
} satisfies Prisma.StageSelect;
export type StageRow = Prisma.StageGetPayload<{ select: typeof stageSelect }>;

export const lossReasonSelect = {
  id: true,
  pipelineId: true,
  name: true,
  nameKey: true,
  position: true,
  archivedAt: true,
  version: true,
} satisfies Prisma.LossReasonSelect;
export type LossReasonRow = Prisma.LossReasonGetPayload<{ select: typeof lossReasonSelect }>;

/** The pipeline's own columns: what its versioned edits compare. */
export const headSelect = {
  id: true,
  name: true,
  nameKey: true,
  description: true,
  isDefault: true,
  position: true,
  archivedAt: true,
  version: true,
} satisfies Prisma.PipelineSelect;
export type HeadRow = Prisma.PipelineGetPayload<{ select: typeof headSelect }>;

export const select = {
  ...headSelect,
  stages: { where: { archivedAt: null }, select: stageSelect },
  lossReasons: { select: lossReasonSelect, orderBy: [{ position: "asc" }, { id: "asc" }] },
} satisfies Prisma.PipelineSelect;
export type Row = Prisma.PipelineGetPayload<{ select: typeof select }>;

export function presentStage(row: StageRow): z.input<typeof stage> {
  return { ...row, type: stageType.parse(row.type) };
}

export function presentLossReason(row: LossReasonRow): z.input<typeof lossReason> & LossReason {
  return { ...row, archivedAt: isoOf(row.archivedAt) };
}

/** A row as it leaves the server. */
export function present(ctx: Ctx, row: Row): z.input<typeof pipeline> {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    isDefault: row.isDefault,
    position: row.position,
    stages: inBoardOrder(row.stages).map(presentStage),
    lossReasons: row.lossReasons.map(presentLossReason),
    archivedAt: isoOf(row.archivedAt),
    version: row.version,
    mayEdit: ctx.can("pipeline:manage"),
  };
}
