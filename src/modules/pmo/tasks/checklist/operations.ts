import "server-only";
import { partOperations } from "@/server/nouns/parts";
import { pmo } from "../../module";
import { tasks } from "../fields";
import { taskOperations } from "../operations";
import { checklistParts } from "./fields";

export const taskChecklist = partOperations(pmo, { noun: tasks, scope: taskOperations.scope }, checklistParts, {
  targets: {},
});
export const {
  list: listTaskChecklist,
  add: addTaskItem,
  update: updateTaskItem,
  remove: removeTaskItem,
  move: moveTaskItem,
} = taskChecklist;
