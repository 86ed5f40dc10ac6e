import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { linkableTo } from "@/lib/nouns/all";
import { defineNoun } from "@/lib/nouns/define";
import { activityKinds } from "../activity-outcomes/fields";
import { reminderOptions } from "./reminders/rules";
import { activityViews, longestActivity, openStates } from "./rules";

/** The most records that one activity is linked to. */
const mostLinked = 500;

const fields = defineFields({
  name: field.text({
    label: "Subject",
    personal: "An activity",
    required: true,
    title: true,
    folded: true,
    sortable: true,
    column: { width: 280 },
    synonyms: ["title", "activity", "activity name", "task name", "task title", "betreff", "objet", "asunto"],
  }),
  kind: field.choice({
    label: "Type",
    required: true,
    initial: "task",
    groupable: true,
    inHead: true,
    column: { width: 120, phone: "meta" },
    options: activityKinds,
    synonyms: ["activity type", "task type", "kind"],
  }),
  status: field.choice({
    label: "Status",
    required: true,
    initial: "planned",
    groupable: true,
    column: { width: 110 },
    options: [
      { value: "planned", label: "Planned", synonyms: ["not started", "open", "scheduled"] },
      { value: "in_progress", label: "In progress", synonyms: ["started", "waiting"] },
      { value: "completed", label: "Completed", synonyms: ["done", "held", "closed"] },
      { value: "cancelled", label: "Cancelled", synonyms: ["canceled", "deferred"] },
      { value: "no_show", label: "No-show", synonyms: ["not held", "missed", "no show"] },
    ],
    states: {
      // From the others: to undo the end of an activity that was in progress.
      start: {
        from: ["planned", "completed", "cancelled", "no_show"],
        to: "in_progress",
        label: "Start",
        event: "started",
      },
      complete: { from: ["planned", "in_progress"], to: "completed", label: "Mark done", event: "completed" },
      cancel: { from: ["planned", "in_progress"], to: "cancelled", label: "Cancel", event: "cancelled" },
      missed: { from: ["planned", "in_progress"], to: "no_show", label: "Mark as no-show", event: "marked as no-show" },
      reopen: { from: ["completed", "cancelled", "no_show"], to: "planned", label: "Reopen", event: "reopened" },
    },
    synonyms: ["state", "activity status", "task status"],
  }),
  at: field.instant({
    label: "When",
    sortable: true,
    computed: true,
    noonOf: { day: "dueOn", unless: ["startsAt", "completedAt"] },
    inDetails: false,
    column: { width: 156, phone: "value" },
  }),
  about: field.links({
    label: "About",
    placeholder: "Link a record",
    to: linkableTo("activity"),
    most: mostLinked,
    reach: true,
    shownAtDate: true,
    nextStep: { open: { status: openStates }, start: "startsAt", day: "dueOn", at: "at" },
    column: { width: 200, phone: "meta" },
  }),
  owner: field.member({
    label: "Assignee",
    placeholder: "Set an assignee",
    groupable: true,
    inHead: true,
    column: {},
    synonyms: ["assigned to", "owner", "activity owner", "task owner"],
  }),
  startsAt: field.instant({
    label: "Starts",
    placeholder: "Set a start",
    sortable: true,
    column: { width: 140, hidden: true },
    synonyms: ["start", "start time", "start date", "begin", "beginn"],
  }),
  endsAt: field.instant({
    label: "Ends",
    placeholder: "Set an end",
    inForm: false,
    column: { width: 140, hidden: true },
    synonyms: ["end", "end time", "end date", "ende"],
  }),
  duration: field.duration({
    label: "Duration",
    placeholder: "Set a duration",
    max: longestActivity,
    minutesPerDay: 24 * 60,
    column: { width: 100, hidden: true },
    synonyms: ["length", "minutes", "call duration"],
  }),
  dueOn: field.date({
    label: "Due day",
    placeholder: "Set a day",
    help: "For something to be done on a day, at no set time.",
    sortable: true,
    column: { width: 110, hidden: true },
    synonyms: ["due", "due date", "due on", "deadline", "fällig"],
  }),
  priority: field.choice({
    label: "Priority",
    required: true,
    initial: "normal",
    groupable: true,
    inForm: false,
    column: { width: 100, hidden: true },
    options: [
      { value: "low", label: "Low" },
      { value: "normal", label: "Normal", synonyms: ["medium"] },
      { value: "high", label: "High" },
      { value: "urgent", label: "Urgent", synonyms: ["critical"] },
    ],
  }),
  direction: field.choice({
    label: "Direction",
    placeholder: "Set a direction",
    groupable: true,
    inForm: false,
    column: { width: 110, hidden: true },
    options: [
      { value: "outbound", label: "Outbound", synonyms: ["out", "outgoing"] },
      { value: "inbound", label: "Inbound", synonyms: ["in", "incoming"] },
    ],
    synonyms: ["call direction", "call type"],
  }),
  outcome: field.reference({
    label: "Outcome",
    placeholder: "Set an outcome",
    to: "activityOutcome",
    groupable: true,
    inForm: false,
    column: { width: 140, hidden: true },
    synonyms: ["result", "call result", "disposition", "call outcome"],
  }),
  outcomeNote: field.longText({
    label: "Result",
    personal: true,
    placeholder: "Write down the result",
    inForm: false,
    column: { hidden: true },
    synonyms: ["outcome note", "outcome details", "notes on the result"],
  }),
  reminders: field.choices({
    label: "Reminders",
    placeholder: "Set reminders",
    filterable: false,
    options: reminderOptions,
    column: { hidden: true },
    synonyms: ["reminder", "remind", "alert", "erinnerung", "rappel", "recordatorio"],
  }),
  repeats: field.text({
    label: "Repeats",
    computed: true,
    inDetails: false,
    column: { width: 180, hidden: true },
  }),
  participants: field.members({
    label: "Colleagues",
    placeholder: "Add colleagues",
    column: { hidden: true },
    synonyms: ["participants", "attendees", "invitees"],
  }),
  location: field.text({
    label: "Location",
    personal: true,
    placeholder: "Set a location",
    column: { hidden: true },
    synonyms: ["place", "venue", "room", "ort"],
  }),
  link: field.url({
    label: "Meeting link",
    personal: true,
    placeholder: "Set a link",
    column: { hidden: true },
    synonyms: ["link", "video link", "meeting url", "url"],
  }),
  description: field.richText({
    label: "Description",
    personal: true,
    column: false,
    synonyms: ["notes", "note", "body", "comments", "details", "beschreibung"],
  }),
  remindAt: field.instant({
    label: "Next reminder",
    computed: true,
    inDetails: false,
    column: { width: 130, hidden: true },
  }),
  completedAt: field.instant({
    label: "Completed",
    sortable: true,
    computed: true,
    inDetails: "filled",
    column: { width: 130, hidden: true },
  }),
  reschedules: field.integer({
    label: "Reschedules",
    required: true,
    computed: true,
    unit: { one: "reschedule", many: "reschedules" },
    column: { width: 100, hidden: true },
  }),
  creator: field.member({
    label: "Created by",
    computed: true,
    inDetails: "filled",
    column: { width: 140, hidden: true },
  }),
});

export const activities = defineNoun("activity", {
  fields,
  naturalKeys: [],
  views: activityViews,
  order: [
    "kind",
    "name",
    "status",
    "at",
    "startsAt",
    "dueOn",
    "duration",
    "endsAt",
    "about",
    "owner",
    "participants",
    "priority",
    "location",
    "link",
    "description",
    "outcome",
    "outcomeNote",
    "direction",
    "completedAt",
    "reschedules",
    "creator",
  ],
});

/** An activity as it leaves the server. */
export interface Activity extends RecordOf<typeof activities.fields> {}
