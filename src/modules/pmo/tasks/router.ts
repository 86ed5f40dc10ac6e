import "server-only";
import { mutation, query } from "@/server/trpc";
import { completeTask, reopenTask } from "./agenda/operations";
import { getProjectCompletion, listTaskRollups } from "./completion/operations";
import { countTaskParts } from "./counts/operations";
import { listTaskMoves, moveTask, tickTask } from "./moves/operations";
import { placeTask } from "./placing/operations";
import { listProjectProgress } from "./progress/operations";
import { getTaskRepeat, setTaskRepeat } from "./series/operations/set-repeat";

/** The procedures of tasks that other nouns do not have. */
export const taskProcedures = {
  complete: mutation(completeTask),
  reopen: mutation(reopenTask),
  repeat: query(getTaskRepeat),
  setRepeat: mutation(setTaskRepeat),
  place: mutation(placeTask),
  rollups: query(listTaskRollups),
  moves: query(listTaskMoves),
  counts: query(countTaskParts),
  move: mutation(moveTask),
  tick: mutation(tickTask),
};

/** The same of projects, for what their tasks say. */
export const projectProcedures = { completion: query(getProjectCompletion), progress: query(listProjectProgress) };
