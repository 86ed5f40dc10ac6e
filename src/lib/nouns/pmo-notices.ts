import type { HeadNotices } from "./noun-head";

/** The notices of the nouns of this module besides those of every noun, by their events. */
export const pmoNotices = {
  project: {
    paused: { label: "Project paused", says: "{who} paused {record}", channels: ["inApp", "email"] },
    completed: { label: "Project completed", says: "{who} completed {record}", channels: ["inApp", "email"] },
  },
  task: {
    completed: {
      label: "Task completed",
      when: "Somebody completes a task that is assigned to you",
      says: "{who} completed {record}",
      named: true,
      channels: ["inApp"],
    },
    due: {
      label: "Task due",
      when: "In the morning of the day on which a task that is assigned to you is due",
      says: "Task due: {record}",
      many: "Tasks due: {record}",
      detailed: "Task due on {what}: {record}",
      detail: { in: "day", as: "day" },
      named: true,
      channels: ["inApp", "email"],
    },
    repeatFailed: {
      label: "Repeating task not created",
      when: "The next one of a repeating task that is assigned to you, or of a project that you manage, could not be created",
      says: "The next task after {record} could not be created",
      detailed: "The next task after {record} could not be created. {what}",
      detail: { in: "reason", as: "text" },
      named: true,
      channels: ["inApp", "email"],
    },
    assigneeLeft: {
      label: "Assignee of a repeating task left",
      when: "The assignee of a repeating task left, and you are the new one or follow its project",
      says: "The assignee of {record} is no longer a member: check its new assignee",
      channels: ["inApp", "email"],
    },
  },
} as const satisfies HeadNotices;
