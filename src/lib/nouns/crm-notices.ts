import type { HeadNotice, HeadNotices } from "./noun-head";

/** The notice of a written next step on its day. */
const stepDue = (record: string): HeadNotice => ({
  label: `Next step of ${record} due`,
  when: `On the day of a next step that somebody wrote on ${record} and that is yours`,
  says: "Next step due: {record}",
  many: "Next steps due: {record}",
  detailed: "Next step due on {what}: {record}",
  detail: { in: "day", as: "day" },
  named: true,
  channels: ["inApp", "email"],
});

/** The notices of the nouns of this module besides those of every noun, by their events. */
export const crmNotices = {
  contact: { stepDue: stepDue("a contact") },
  opportunity: {
    stageChanged: {
      label: "Opportunity stage changed",
      // The event that closes an opportunity gives the notice of a move to a closed stage.
      only: { status: "open" },
      says: "{who} moved {record}",
      detailed: "{who} moved {record} to {what}",
      detail: { in: "toStageId", as: "stage" },
      channels: ["inApp"],
    },
    won: { label: "Opportunity won", says: "{who} marked {record} as won", channels: ["inApp", "email"] },
    lost: { label: "Opportunity lost", says: "{who} marked {record} as lost", channels: ["inApp", "email"] },
    rotting: {
      label: "Opportunity inactive",
      when: "Opportunities that you own or follow have no activity for longer than their stage allows",
      says: "No activity for longer than its stage allows: {record}",
      many: "No activity for longer than their stages allow: {record}",
      channels: ["inApp", "email"],
    },
    closing: {
      label: "Close date approaching",
      when: "Opportunities that you own or follow close within a week",
      says: "Expected to close within a week: {record}",
      detailed: "Expected to close on {what}: {record}",
      detail: { in: "closeDate", as: "day" },
      channels: ["inApp", "email"],
    },
    stepDue: stepDue("an opportunity"),
  },
  activity: {
    completed: { label: "Activity completed", says: "{who} completed {record}", channels: ["inApp"] },
    reminded: {
      label: "Reminder of an activity",
      when: "A reminder is due for an activity that is assigned to you or lists you as a colleague",
      says: "Reminder: {record}",
      detailed: "Reminder: {record}, {what}",
      detail: { in: "at", as: "time" },
      named: true,
      channels: ["inApp", "email", "emailAtOnce"],
    },
    assigneeLeft: {
      label: "Assignee of a repeating activity left",
      when: "The assignee of a repeating activity left, and you are the new one or follow a record that it is linked to",
      says: "The assignee of {record} is no longer a member: check its new assignee",
      channels: ["inApp", "email"],
    },
  },
} as const satisfies HeadNotices;
