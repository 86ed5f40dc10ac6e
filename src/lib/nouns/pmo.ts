import { adminsAndOwners, contributors, editors, everyoneAndGuests } from "../role-rows";
import { defineHeads, managedPermissions } from "./noun-head";

/** Like other records, and the manager of a project edits it whatever the role in the workspace. */
const managing = { ...editors, viewer: "own" } as const;

const taskFieldsOfGuests = [
  ...(["key", "number", "rank", "project", "parent", "status", "owner", "others", "priority", "kind"] as const),
  ...(["startsOn", "dueOn", "limitKind", "percent", "completedAt", "description"] as const),
];

/** The nouns of the module pmo. Each may point to those before it, and to those of the modules below. */
export const pmoNouns = defineHeads({
  taskStatus: {
    module: "pmo",
    table: "task_statuses",
    path: "task-statuses",
    one: "task status",
    many: "task statuses",
    alsoCalled: [],
    icon: "flag",
    permissions: managedPermissions,
    owned: false,
    imported: true,
    // Its name, wherever a task has it; the list is not theirs.
    guests: { reads: ["category"] },
    purpose: "Task statuses say how far a task is. Each is in a category: to do, in progress or done.",
    settings: true,
    nav: { place: 9, key: null },
    shownBy: ["workflows", "tasks"],
  },
  workflow: {
    module: "pmo",
    table: "workflows",
    path: "workflows",
    one: "workflow",
    many: "workflows",
    alsoCalled: [],
    icon: "branch",
    permissions: managedPermissions,
    owned: false,
    imported: true,
    purpose:
      "A workflow names the statuses of the tasks of a project, in their order, and the moves between them. A project without a choice has the first one.",
    settings: true,
    nav: { place: 10, key: null },
    shownBy: ["projects", "tasks"],
  },
  project: {
    module: "pmo",
    table: "projects",
    path: "projects",
    one: "project",
    many: "projects",
    alsoCalled: ["engagement", "assignment", "job"],
    icon: "briefcase",
    permissions: { view: everyoneAndGuests, create: contributors, edit: managing, delete: adminsAndOwners },
    owned: true,
    seenThrough: { members: "members" },
    guests: {
      reads: ["key", "phase", "owner", "members", "commenters", "completers", "startsOn", "endsOn", "description"],
      parts: { milestones: ["name", "dueOn", "reachedOn"], items: ["text", "needed", "done"] },
      lets: { comment: "commenters", complete: "completers" },
    },
    comments: true,
    imported: true,
    purpose: "A project is the work that follows a won opportunity, from its setup to its end.",
    linkedFrom: ["activity"],
    nav: { place: 8, key: "r" },
    shownBy: ["activities", "followUps", "today", "tasks"],
    shows: ["account", "opportunity"],
  },
  task: {
    module: "pmo",
    table: "tasks",
    path: "tasks",
    one: "task",
    many: "tasks",
    alsoCalled: ["issue", "work item", "ticket", "story", "to-do"],
    icon: "check",
    permissions: {
      view: everyoneAndGuests,
      create: managing,
      edit: managing,
      complete: { ...managing, guest: "own" },
      delete: adminsAndOwners,
    },
    owned: true,
    seenThrough: { members: "others" },
    accessFrom: {
      field: "project",
      entity: "project",
      refusal: "Only the manager and the team of a project add tasks to it. Ask its manager to add you to the team.",
    },
    guests: {
      reads: taskFieldsOfGuests,
      parts: { checklist: ["text", "done"] },
    },
    comments: true,
    imported: true,
    purpose: "Tasks are the work of a project: who does what, until when.",
    linkedFrom: ["activity"],
    sheet: true,
    placedBy: "rank",
    nav: { place: 11, key: "k" },
    shownBy: ["activities", "followUps", "today", "projects"],
    agenda: { task: { day: "dueOn", done: { field: "statusId", close: "complete", reopen: "reopen" } } },
  },
});
