import "server-only";
import { partOperations } from "@/server/nouns/parts";
import { pmo } from "../../module";
import { taskStatusOperations } from "../../task-statuses/operations";
import { workflows } from "../fields";
import { workflowOperations } from "../operations";
import { stepParts } from "./fields";

export const workflowSteps = partOperations(pmo, { noun: workflows, scope: workflowOperations.scope }, stepParts, {
  targets: { status: taskStatusOperations },
});
export const {
  list: listWorkflowStatuses,
  add: addWorkflowStep,
  update: updateWorkflowStep,
  remove: removeWorkflowStep,
  move: moveWorkflowStep,
} = workflowSteps;
