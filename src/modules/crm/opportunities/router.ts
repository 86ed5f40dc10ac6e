import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { getBoard, getBoardColumn, getPipelineTotals } from "./board/operations";
import { listStageHistory } from "./history/operations";
import {
  addOpportunityLine,
  listOpportunityLines,
  removeOpportunityLine,
  updateOpportunityLine,
} from "./lines/operations";
import { archiveOpportunity, deleteOpportunity, restoreOpportunity } from "./operations/archive";
import { bulkOpportunities } from "./operations/bulk";
import { createOpportunity } from "./operations/create";
import { moveOpportunity } from "./operations/move";
import { getOpportunity, groupOpportunities, listOpportunities, pickOpportunities } from "./operations/read";
import { undoMove } from "./operations/undo-move";
import { updateOpportunity } from "./operations/update";
import { archivePipeline, countOpenByStage } from "./pipelines/operations";
import { removeStage } from "./stages/operations";
import { countDealsByOwner, getAccountTotals } from "./totals/operations";

export const opportunitiesRouter = router({
  list: query(listOpportunities),
  groups: query(groupOpportunities),
  get: query(getOpportunity),
  pick: query(pickOpportunities),
  create: mutation(createOpportunity),
  update: mutation(updateOpportunity),
  move: mutation(moveOpportunity),
  undoMove: mutation(undoMove),
  archive: mutation(archiveOpportunity),
  restore: mutation(restoreOpportunity),
  delete: mutation(deleteOpportunity),
  bulk: mutation(bulkOpportunities),
  lines: query(listOpportunityLines),
  addLine: mutation(addOpportunityLine),
  updateLine: mutation(updateOpportunityLine),
  removeLine: mutation(removeOpportunityLine),
  removeStage: mutation(removeStage),
  archivePipeline: mutation(archivePipeline),
  openByStage: query(countOpenByStage),
  accountTotals: query(getAccountTotals),
  countByOwner: query(countDealsByOwner),
  board: query(getBoard),
  boardColumn: query(getBoardColumn),
  pipelineTotals: query(getPipelineTotals),
  stageHistory: query(listStageHistory),
});
