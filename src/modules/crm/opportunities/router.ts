import "server-only";
import { mutation, query } from "@/server/trpc";
import { getBoard, getBoardColumn, getPipelineTotals } from "./board/operations";
import {
  addOpportunityContact,
  listContactOpportunities,
  listOpportunityContacts,
  removeOpportunityContact,
  updateOpportunityContact,
} from "./contacts/operations";
import { listStageHistory } from "./history/operations";
import {
  addOpportunityLine,
  listOpportunityLines,
  moveOpportunityLine,
  removeOpportunityLine,
  updateOpportunityLine,
} from "./lines/operations";
import { moveOpportunity } from "./operations/move";
import { undoMove } from "./operations/undo-move";
import { archivePipeline, countOpenByStage } from "./pipelines/operations";
import { removeStage } from "./stages/operations";
import { getAccountTotals } from "./totals/operations";

/** The procedures of opportunities that other nouns do not have. */
export const opportunityProcedures = {
  move: mutation(moveOpportunity),
  undoMove: mutation(undoMove),
  lines: query(listOpportunityLines),
  addLine: mutation(addOpportunityLine),
  updateLine: mutation(updateOpportunityLine),
  moveLine: mutation(moveOpportunityLine),
  removeLine: mutation(removeOpportunityLine),
  contacts: query(listOpportunityContacts),
  addContact: mutation(addOpportunityContact),
  updateContact: mutation(updateOpportunityContact),
  removeContact: mutation(removeOpportunityContact),
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
