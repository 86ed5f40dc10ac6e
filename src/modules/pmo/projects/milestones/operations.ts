import "server-only";
import { partOperations } from "@/server/nouns/parts";
import { pmo } from "../../module";
import { projects } from "../fields";
import { projectOperations } from "../operations";
import { milestoneParts } from "./fields";
import { byDate } from "./rules";

const { scope } = projectOperations;

export const projectMilestones = partOperations(pmo, { noun: projects, scope }, milestoneParts, {
  targets: {},
  sort: byDate,
});
export const {
  list: listProjectMilestones,
  add: addProjectMilestone,
  update: updateProjectMilestone,
  remove: removeProjectMilestone,
} = projectMilestones;
