import "server-only";
import { mutation, query } from "@/server/trpc";
import { getBoard, getBoardColumn, getPipelineTotals } from "./board/operations";
import { listContactOpportunities } from "./contacts/operations";
import { listStageHistory } from "./history/operations";
import { moveOpportunity } from "./operations/move";
import { undoMove } from "./operations/undo-move";
import { archivePipeline, countOpenByStage } from "./pipelines/operations";
import { removeStage } from "./stages/operations";
import { getAccountTotals } from "./totals/operations";

/** The procedures of opportunities that other nouns do not have. */
export const opportunityProcedures = {
  move: mutation(moveOpportunity),
  undoMove: mutation(undoMove),
  ofContact: query(listContactOpportunities),
  removeStage: mutation(removeStage),
  archivePipeline: mutation(archivePipeline),
  openByStage: query(countOpenByStage),
  accountTotals: query(getAccountTotals),
  board: query(getBoard),
  boardColumn: query(getBoardColumn),
  pipelineTotals: query(getPipelineTotals),
  stageHistory: query(listStageHistory),
};
