import "server-only";
import { mutation, query, router } from "@/server/trpc";
import {
  archiveLossReason,
  createLossReason,
  reorderLossReasons,
  restoreLossReason,
  updateLossReason,
} from "./loss-reasons/operations";
import {
  createPipeline,
  getPipeline,
  listPipelines,
  makeDefaultPipeline,
  reorderPipelines,
  restorePipeline,
  updatePipeline,
} from "./operations";
import { createStage, reorderStages, updateStage } from "./stages/operations";

export const pipelinesRouter = router({
  list: query(listPipelines),
  get: query(getPipeline),
  create: mutation(createPipeline),
  update: mutation(updatePipeline),
  restore: mutation(restorePipeline),
  makeDefault: mutation(makeDefaultPipeline),
  reorder: mutation(reorderPipelines),
  createStage: mutation(createStage),
  updateStage: mutation(updateStage),
  reorderStages: mutation(reorderStages),
  createLossReason: mutation(createLossReason),
  updateLossReason: mutation(updateLossReason),
  archiveLossReason: mutation(archiveLossReason),
  restoreLossReason: mutation(restoreLossReason),
  reorderLossReasons: mutation(reorderLossReasons),
});
