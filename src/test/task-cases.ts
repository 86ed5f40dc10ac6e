import { withEnds, withOpenItem, withOtherStatus, withoutTask, withStep, withTaskItem } from "./allowed-arrangements";
import { type AllowedCase, changed, mine } from "./allowed-case";
import { seriesInputs } from "./series-cases";

/** The lines of the matrix for operations on workflows and tasks beyond those of every noun. */
export const taskLines = {
  placeTask: "manage",
  completeTask: "manage",
  reopenTask: "manage",
  getTaskRepeat: "view",
  setTaskRepeat: "manage",
  moveTask: "manage",
  tickTask: "manage",
  getProjectCompletion: "view",
  listTaskRollups: "view",
  listTaskMoves: "view",
  countTaskParts: "view",
  listProjectProgress: "view",
  listWorkflowStatuses: "view",
  listWorkflowTransitions: "view",
  listTaskChecklist: "view",
  addWorkflowStep: "administer",
  updateWorkflowStep: "administer",
  moveWorkflowStep: "administer",
  removeWorkflowStep: "administer",
  addWorkflowTransition: "administer",
  updateWorkflowTransition: "administer",
  removeWorkflowTransition: "administer",
  addTaskItem: "manage",
  updateTaskItem: "manage",
  moveTaskItem: "manage",
  removeTaskItem: "manage",
} as const;

/** The lines of records whose manager edits them whatever the role, and of those that are made within them. */
export function managedLines(
  entity: string,
): Partial<Record<"create" | "upsert" | "update" | "archive" | "restore" | "bulk" | "editRows", "manage">> {
  if (entity !== "project" && entity !== "task") return {};
  const edits = { update: "manage", archive: "manage", restore: "manage", bulk: "manage", editRows: "manage" } as const;
  return entity === "task" ? { ...edits, create: "manage", upsert: "manage" } : edits;
}

/** The needs of those operations. */
export const taskCases: Record<string, AllowedCase> = {
  editRowsOfTasks: {
    arrange: mine("project", "project", "ownerId"),
    input: ({ task }) => ({ rows: [{ id: task, version: 1, name: "Another name" }] }),
  },
  placeTask: { input: () => ({ parentId: null, afterId: null }) },
  completeTask: { arrange: withEnds(false) },
  reopenTask: { arrange: withEnds(true) },
  setTaskRepeat: {
    arrange: changed("task", "task", () => ({ completedAt: null })),
    input: () => seriesInputs.setTaskRepeat,
  },
  createTask: { arrange: mine("project", "project", "ownerId") },
  // The task has its one status already: the workflow of the project gets another.
  moveTask: { arrange: withOtherStatus, input: ({ otherStatus }) => ({ statusId: otherStatus }) },
  tickTask: { arrange: withOpenItem, input: ({ openItem }) => ({ itemId: openItem, done: true }) },
  updateWorkflowStep: { input: () => ({ note: "Another note" }) },
  moveWorkflowStep: { arrange: withStep },
  updateWorkflowTransition: { input: () => ({ checklistDone: true }) },
  updateTaskItem: { input: () => ({ text: "Another text" }) },
  moveTaskItem: { arrange: withTaskItem },
  deleteProject: { arrange: withoutTask },
};
