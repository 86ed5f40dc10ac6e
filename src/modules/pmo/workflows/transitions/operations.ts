import "server-only";
import { partOperations } from "@/server/nouns/parts";
import { pmo } from "../../module";
import { taskStatusOperations } from "../../task-statuses/operations";
import { workflows } from "../fields";
import { workflowOperations } from "../operations";
import { transitionParts } from "./fields";

export const workflowTransitions = partOperations(
  pmo,
  { noun: workflows, scope: workflowOperations.scope },
  transitionParts,
  {
    targets: { from: taskStatusOperations, to: taskStatusOperations },
  },
);
export const {
  list: listWorkflowTransitions,
  add: addWorkflowTransition,
  update: updateWorkflowTransition,
  remove: removeWorkflowTransition,
} = workflowTransitions;
