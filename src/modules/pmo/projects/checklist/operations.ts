import "server-only";
import { partOperations } from "@/server/nouns/parts";
import { pmo } from "../../module";
import { projects } from "../fields";
import { projectOperations } from "../operations";
import { checklistParts } from "./fields";

const { scope } = projectOperations;

export const projectItems = partOperations(pmo, { noun: projects, scope }, checklistParts, { targets: {} });
export const {
  list: listProjectItems,
  add: addProjectItem,
  update: updateProjectItem,
  remove: removeProjectItem,
  move: moveProjectItem,
} = projectItems;
