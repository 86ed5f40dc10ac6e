import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { defineNoun } from "@/lib/nouns/define";
import { checklistParts } from "./checklist/fields";
import { milestoneParts } from "./milestones/fields";
import { mostSales, projectViews, setupPercent, setupTicks } from "./rules";

/** The ticks of the setup stand in a panel of the page. */
const tick = { inForm: false, inDetails: false, column: false } as const;

/** The panel of the team shows what a share with a guest allows. */
const ofShare = {
  filterable: false,
  inForm: false,
  inDetails: false,
  column: false,
  importable: false,
  guests: true,
} as const;

/** The setup of a project that tracks it. */
function setupOf(values: Readonly<Record<string, unknown>>): number | null {
  if (values.tracksSetup !== true) return null;
  return setupPercent({
    ticked: setupTicks.filter((name) => values[name] === true),
    managerId: (values.owner ?? null) as string | null,
    memberIds: (values.members ?? []) as readonly string[],
  });
}

export const phaseOptions = [
  { value: "setup", label: "Setup", color: "gray", synonyms: ["new", "draft", "initiation"] },
  { value: "planning", label: "Planning", color: "blue", synonyms: ["planned"] },
  { value: "active", label: "Active", color: "green", synonyms: ["in progress", "open", "started", "running"] },
  { value: "paused", label: "Paused", color: "amber", synonyms: ["on hold", "waiting", "stopped"] },
  { value: "completed", label: "Completed", color: "violet", synonyms: ["done", "finished", "closed"] },
  { value: "archived", label: "Archived", color: "gray", synonyms: ["cancelled", "canceled"] },
] as const;

export const contractOptions = [
  { value: "time", label: "Time and materials", synonyms: ["time", "t&m", "hourly"] },
  { value: "fixed", label: "Fixed price", synonyms: ["fixed", "fixed fee", "lump sum"] },
  { value: "internal", label: "Internal", synonyms: ["not billed", "non-billable"] },
] as const;

const fields = defineFields({
  name: field.text({
    label: "Name",
    required: true,
    title: true,
    folded: true,
    sortable: true,
    column: { header: "Project", width: 220 },
    synonyms: ["project", "project name", "title", "projekt", "projet", "proyecto", "projeto"],
  }),
  key: field.text({
    label: "Key",
    code: true,
    folded: true,
    mono: true,
    searchable: true,
    inSearch: true,
    example: "KAN",
    placeholder: "Set a key",
    help: "Its short name in capital letters. Left empty, it is made from the name.",
    column: { width: 90, hidden: true },
    synonyms: ["project key", "code", "project code", "short name", "kürzel"],
  }),
  phase: field.choice({
    label: "Phase",
    required: true,
    initial: "setup",
    groupable: true,
    inHead: true,
    column: { width: 110, phone: "meta" },
    options: phaseOptions,
    stays: { reason: "phaseReason" },
    // On a record the first one that fits is the main button.
    states: {
      plan: { from: ["setup"], to: "planning", label: "Begin planning", event: "planned" },
      start: { from: ["setup", "planning"], to: "active", label: "Start work", event: "started" },
      resume: { from: ["paused"], to: "active", label: "Resume", event: "resumed" },
      complete: { from: ["active"], to: "completed", label: "Complete", event: "completed" },
      pause: {
        from: ["setup", "planning", "active"],
        to: "paused",
        label: "Pause",
        event: "paused",
        requires: ["phaseReason"],
      },
      replan: {
        from: ["active", "paused"],
        to: "planning",
        label: "Back to planning",
        event: "planned again",
        requires: ["phaseReason"],
      },
      close: {
        from: ["setup", "planning", "paused", "completed"],
        to: "archived",
        label: "Close project",
        event: "closed",
      },
      reopen: {
        from: ["completed", "archived"],
        to: "active",
        label: "Reopen",
        event: "reopened",
        requires: ["phaseReason"],
      },
    },
    synonyms: ["status", "project status", "stage", "state"],
  }),
  phaseReason: field.longText({
    label: "Reason",
    placeholder: "Say why",
    inForm: false,
    inDetails: "filled",
    column: { hidden: true },
    synonyms: ["phase reason", "why"],
  }),
  account: field.reference({
    label: "Account",
    to: "account",
    placeholder: "Set an account",
    inHead: true,
    column: { width: 150, phone: "meta" },
    synonyms: ["customer", "client", "company", "account name", "kunde", "client name", "cliente"],
  }),
  opportunities: field.links({
    label: "Opportunities",
    to: ["opportunity"],
    placeholder: "Link an opportunity",
    most: mostSales,
    column: { width: 180, hidden: true },
  }),
  owner: field.member({
    label: "Manager",
    placeholder: "Set a manager",
    groupable: true,
    column: { phone: "meta" },
    synonyms: ["owner", "project manager", "lead", "project lead", "projektleiter", "chef de projet"],
  }),
  members: field.members({
    label: "Team",
    placeholder: "Add members",
    help: "They see the project, whatever the visibility of projects is. A guest sees it with its tasks.",
    column: { width: 160, hidden: true },
    guests: true,
    synonyms: ["project team", "team members", "people"],
  }),
  commenters: field.members({ label: "Guests who comment", ...ofShare }),
  completers: field.members({ label: "Guests who complete tasks", ...ofShare }),
  type: field.choice({
    label: "Type",
    placeholder: "Set a type",
    groupable: true,
    column: { width: 120, hidden: true },
    options: [
      { value: "ecommerce", label: "E-commerce", synonyms: ["shop", "online shop"] },
      { value: "service", label: "Service", synonyms: ["services", "consulting"] },
      { value: "saas", label: "SaaS", synonyms: ["software"] },
      { value: "healthcare", label: "Healthcare", synonyms: ["health"] },
      { value: "education", label: "Education" },
      { value: "finance", label: "Finance", synonyms: ["banking"] },
    ],
    synonyms: ["project type", "category"],
  }),
  startsOn: field.date({
    label: "Start",
    placeholder: "Set a start",
    sortable: true,
    column: { width: 110, hidden: true },
    synonyms: ["start date", "begin", "starts", "beginn", "début", "inicio"],
  }),
  endsOn: field.date({
    label: "End",
    placeholder: "Set an end",
    sortable: true,
    column: { width: 105, phone: "value" },
    synonyms: ["end date", "due date", "deadline", "finish", "ende", "fin"],
  }),
  price: field.money({
    label: "Price",
    placeholder: "Set a price",
    help: "Left empty, a new project takes the amount of its opportunities.",
    sortable: true,
    column: { width: 110 },
    synonyms: ["budget", "contract value", "amount", "value", "fee", "preis", "prix", "precio"],
  }),
  contract: field.choice({
    label: "Contract",
    placeholder: "Set a contract",
    groupable: true,
    column: { width: 130, hidden: true },
    options: contractOptions,
    synonyms: ["contract type", "billing", "billing type"],
  }),
  tracksSetup: field.boolean({
    label: "Setup tracked",
    inForm: false,
    inDetails: false,
    column: { hidden: true },
  }),
  setupKnowledge: field.boolean({ label: "Knowledge base ready", ...tick }),
  setupTesting: field.boolean({ label: "Tested", ...tick }),
  setupLive: field.boolean({ label: "Live", ...tick }),
  setup: field.percent({
    label: "Setup",
    computed: true,
    inDetails: false,
    sortable: true,
    column: { width: 90, hidden: true },
    derived: { of: ["owner", "members", ...setupTicks, "tracksSetup"], value: setupOf },
  }),
  workflow: field.reference({
    label: "Workflow",
    to: "workflow",
    placeholder: "Default workflow",
    help: "The statuses of its tasks, and the moves between them.",
    groupable: true,
    column: { width: 140, hidden: true },
    synonyms: ["task workflow", "process"],
  }),
  description: field.richText({
    label: "Description",
    placeholder: "Set a description",
    column: false,
    synonyms: ["notes", "scope", "details", "summary", "beschreibung"],
  }),
});

export const projects = defineNoun("project", {
  fields,
  naturalKeys: [["key"]],
  boardBy: "phase",
  views: projectViews,
  parts: [milestoneParts, checklistParts],
});

export type Project = RecordOf<typeof projects.fields>;
