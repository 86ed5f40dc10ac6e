import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { getBoard, getBoardColumn, getPipelineTotals } from "./board/operations";
import { listStageHistory } from "./history/operations";
import { archiveOpportunity, deleteOpportunity, restoreOpportunity } from "./operations/archive";
import { createOpportunity } from "./operations/create";
import { moveOpportunity } from "./operations/move";
import { getOpportunity, listOpportunities, pickOpportunities } from "./operations/read";
import { updateOpportunity } from "./operations/update";

export const opportunitiesRouter = router({
  list: query(listOpportunities),
  get: query(getOpportunity),
  pick: query(pickOpportunities),
  create: mutation(createOpportunity),
  update: mutation(updateOpportunity),
  move: mutation(moveOpportunity),
  archive: mutation(archiveOpportunity),
  restore: mutation(restoreOpportunity),
  delete: mutation(deleteOpportunity),
  board: query(getBoard),
  boardColumn: query(getBoardColumn),
  pipelineTotals: query(getPipelineTotals),
  stageHistory: query(listStageHistory),
});
