import type { ChoiceColor } from "@/lib/fields/choice-colors";
import { orList } from "@/lib/text";

export type Category = "todo" | "doing" | "done";

export interface Status {
  id: string;
  name: string;
  category: Category;
}

/** A move that a workflow allows; from null is from any status. */
export interface Transition {
  fromId: string | null;
  toId: string;
  who: string;
  checklistDone: boolean;
  filled: string | null;
}

/** A workflow with its statuses in their order. */
export interface Workflow {
  id: string;
  name: string;
  statuses: readonly Status[];
  transitions: readonly Transition[];
}

/** The status of a workflow that takes the place of one that is not in it: the first of the same category, else its first. */
export const statusLike = ({ statuses }: Workflow, category: Category | undefined): Status | undefined =>
  statuses.find((status) => status.category === category) ?? statuses[0];

/** The facts of a task and its actor that a move depends on. */
export interface Move {
  from: Status | null;
  to: Status;
  /** Null where no member acts, such as a job: it may make every move. */
  selfId: string | null;
  managerId: string | null;
  /** The assignee, and those who are also assigned. */
  assigneeIds: readonly string[];
  isChecklistDone: boolean;
  /** Whether a field has a value. */
  has(field: string): boolean;
}

/** Whether a workflow has a move to a status, whatever it needs. */
export function hasMove({ statuses, transitions }: Workflow, { from, to }: Pick<Move, "from" | "to">): boolean {
  const isKnown = statuses.some(({ id }) => id === from?.id);
  // A task whose status left its workflow moves to any status.
  if (transitions.length === 0 || from === null || from.id === to.id || !isKnown) return true;
  return transitions.some(({ fromId, toId }) => toId === to.id && (fromId === null || fromId === from.id));
}

/** Why a workflow does not let a task make a move, in a sentence that says what to do; null if it does. */
export function moveRefusal({ statuses, transitions }: Workflow, move: Move): string | null {
  const { from, to } = move;
  const isKnown = (id: string) => statuses.some((status) => status.id === id);
  // A task whose status left its workflow moves to any status.
  if (transitions.length === 0 || from === null || from.id === to.id || !isKnown(from.id)) return null;
  const leaving = transitions.filter(({ fromId }) => fromId === null || fromId === from.id);
  const fitting = leaving.filter(({ toId }) => toId === to.id);
  const reasons = fitting.map((one) => conditionRefusal(one, move));
  if (reasons.includes(null)) return null;
  return reasons[0] ?? noWay(from, to, namesOf(statuses, leaving, from));
}

function namesOf(statuses: readonly Status[], transitions: readonly Transition[], from: Status): string[] {
  const ids = new Set(transitions.map(({ toId }) => toId));
  return statuses.flatMap(({ id, name }) => (ids.has(id) && id !== from.id ? [name] : []));
}

const noWay = (from: Status, to: Status, names: readonly string[]): string =>
  names.length > 0
    ? `A task cannot move from ${from.name} to ${to.name}. Choose ${orList(names)}.`
    : `A task cannot move on from ${from.name}. Ask an admin to add a transition to the workflow.`;

/** The labels of the fields that a move may need, inside a sentence. */
const filledLabels: Readonly<Record<string, string>> = {
  estimate: "an estimate",
  dueOn: "a due day",
  owner: "an assignee",
  description: "a description",
};

function conditionRefusal({ who, checklistDone, filled }: Transition, move: Move): string | null {
  const { to, isChecklistDone, has } = move;
  const person = whoRefusal(who, move);
  if (person) return person;
  if (filled && !has(filled)) return `Give the task ${filledLabels[filled] ?? filled} before it moves to ${to.name}.`;
  return checklistDone && !isChecklistDone ? `Finish the checklist before the task moves to ${to.name}.` : null;
}

function whoRefusal(who: string, { to, selfId, managerId, assigneeIds }: Move): string | null {
  if (selfId === null) return null;
  const isAssignee = assigneeIds.includes(selfId);
  if (who === "assignee" && !isAssignee)
    return `Only its assignee moves a task to ${to.name}. Assign it to yourself, or ask the assignee.`;
  if (who === "others" && isAssignee) return `Its assignee cannot move a task to ${to.name}. Ask somebody else.`;
  if (who === "manager" && selfId !== managerId)
    return `Only the manager of the project moves a task to ${to.name}. Ask the manager.`;
  return null;
}

interface FirstStatus {
  name: string;
  category: Category;
  color: ChoiceColor;
}

/** The statuses of the first workflows, in the order of their list. */
export const firstStatuses = [
  { name: "To do", category: "todo", color: "gray" },
  { name: "In progress", category: "doing", color: "blue" },
  { name: "In review", category: "doing", color: "violet" },
  { name: "Done", category: "done", color: "green" },
  { name: "Created", category: "todo", color: "gray" },
  { name: "Assigned", category: "todo", color: "amber" },
  { name: "In development", category: "doing", color: "blue" },
  { name: "In testing", category: "doing", color: "orange" },
  { name: "Deployed", category: "done", color: "green" },
  { name: "Project creation", category: "todo", color: "gray" },
  { name: "Team assignment", category: "doing", color: "amber" },
  { name: "Environment setup", category: "doing", color: "orange" },
  { name: "Initial planning", category: "doing", color: "blue" },
] as const satisfies readonly FirstStatus[];

type StatusName = (typeof firstStatuses)[number]["name"];

interface FirstWorkflow {
  name: string;
  description: string;
  statuses: readonly StatusName[];
  transitions: readonly (Partial<Transition> & { from: StatusName | null; to: StatusName })[];
}

/** The workflows that the first project of a workspace brings: the usual one first, for projects that name none. */
export const firstWorkflows: readonly FirstWorkflow[] = [
  {
    name: "Tasks",
    description: "For most projects: every move is allowed.",
    statuses: ["To do", "In progress", "In review", "Done"],
    transitions: [],
  },
  {
    name: "Development",
    description: "Somebody other than the assignee reviews the work, and it is tested before it is deployed.",
    statuses: ["Created", "Assigned", "In development", "In review", "In testing", "Deployed"],
    transitions: [
      { from: "Created", to: "Assigned", filled: "owner" },
      { from: "Assigned", to: "In development", who: "assignee" },
      { from: "In development", to: "In review", who: "assignee" },
      { from: "In review", to: "In testing", who: "others" },
      { from: "In review", to: "In development" },
      { from: "In testing", to: "Deployed", checklistDone: true },
      { from: "In testing", to: "In development" },
      { from: "Deployed", to: "In development" },
      { from: "Assigned", to: "Created" },
    ],
  },
  {
    name: "Initiation",
    description: "The first steps of a project, from its creation to its plan.",
    statuses: ["Project creation", "Team assignment", "Environment setup", "Initial planning", "Done"],
    transitions: [
      { from: "Project creation", to: "Team assignment", who: "manager" },
      { from: "Team assignment", to: "Environment setup", who: "manager" },
      { from: "Environment setup", to: "Initial planning" },
      { from: "Initial planning", to: "Done" },
      { from: "Initial planning", to: "Environment setup" },
      { from: "Done", to: "Initial planning" },
    ],
  },
];
