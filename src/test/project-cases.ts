import { withItem } from "./allowed-arrangements";
import type { AllowedCase } from "./allowed-case";

/** The lines of the matrix for the milestones and the checklist of projects. */
export const projectLines = {
  listProjectMilestones: "view",
  listProjectItems: "view",
  addProjectMilestone: "manage",
  updateProjectMilestone: "manage",
  removeProjectMilestone: "manage",
  addProjectItem: "manage",
  updateProjectItem: "manage",
  moveProjectItem: "manage",
  removeProjectItem: "manage",
} as const;

/** The needs of those operations. */
export const projectCases: Record<string, AllowedCase> = {
  updateProjectMilestone: { input: () => ({ name: "Another name" }) },
  updateProjectItem: { input: () => ({ text: "Another text" }) },
  moveProjectItem: { arrange: withItem },
};
