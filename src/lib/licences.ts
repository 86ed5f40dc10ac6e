import { type ModuleName, modules } from "./modules";

interface ModuleLimit {
  amount: number;
  one: string;
  many: string;
  per: "month" | "day" | null;
}

interface Licence {
  label: string;
  purpose: string;
  group: "core" | "ai" | "integration";
  limits?: Readonly<Record<string, ModuleLimit>>;
}

const recordsPerDay = { amount: 10_000, one: "record", many: "records", per: "day" } as const;

/** Every module that is or will be sold. Only those with code are offered: see `registeredLicences`. */
export const licences = {
  "crm-core": {
    label: "CRM core",
    purpose: "Accounts, contacts, opportunities and products.",
    group: "core",
  },
  pmo: {
    label: "Projects",
    purpose: "Turns a won opportunity into a project with tasks, milestones and guests.",
    group: "core",
    limits: {
      projects: { amount: 50, one: "project", many: "projects", per: null },
      tasksPerProject: { amount: 500, one: "task in a project", many: "tasks in a project", per: null },
    },
  },
  "analytics-plus": { label: "Analytics", purpose: "Reports, delivered by e-mail.", group: "core" },
  "white-label": {
    label: "White label",
    purpose: "Your name, colours and domain.",
    group: "core",
  },
  "ai-chatbot": {
    label: "AI chatbot",
    purpose: "Answers visitors.",
    group: "ai",
    limits: {
      conversations: { amount: 1_000, one: "conversation", many: "conversations", per: "month" },
      messages: { amount: 50, one: "message each", many: "messages each", per: null },
    },
  },
  "ai-document-analyzer": {
    label: "AI document analyzer",
    purpose: "Reads contracts and fills in fields.",
    group: "ai",
    limits: {
      documents: { amount: 100, one: "document", many: "documents", per: "month" },
      pages: { amount: 50, one: "page each", many: "pages each", per: null },
    },
  },
  "ai-lead-scoring": {
    label: "AI lead scoring",
    purpose: "Ranks new leads by those that you won.",
    group: "ai",
    limits: { leads: { amount: 1_000, one: "scored lead", many: "scored leads", per: null } },
  },
  "ai-email-assistant": {
    label: "AI e-mail assistant",
    purpose: "Drafts replies in your style.",
    group: "ai",
    limits: { mails: { amount: 500, one: "mail", many: "mails", per: "month" } },
  },
  "ai-forecasting": { label: "AI forecasting", purpose: "Estimates what will be won and when.", group: "ai" },
  "ai-content": { label: "AI content", purpose: "Writes product and campaign texts.", group: "ai" },
  "ai-scheduling": { label: "AI scheduling", purpose: "Finds times for meetings.", group: "ai" },
  "ai-intake": { label: "AI intake", purpose: "Turns e-mails into records.", group: "ai" },
  "integration-salesforce": {
    label: "Salesforce",
    purpose: "Accounts, contacts and opportunities, both ways.",
    group: "integration",
    limits: { records: recordsPerDay },
  },
  "integration-hubspot": {
    label: "HubSpot",
    purpose: "Contacts, companies and opportunities, both ways.",
    group: "integration",
    limits: { records: recordsPerDay },
  },
  "integration-google": {
    label: "Google Workspace",
    purpose: "E-mails, calendar and contacts of each member, both ways.",
    group: "integration",
  },
  "integration-microsoft": {
    label: "Microsoft 365",
    purpose: "E-mails, calendar and contacts of each member, both ways.",
    group: "integration",
  },
  "integration-slack": { label: "Slack", purpose: "Tells channels about records.", group: "integration" },
} as const satisfies Record<string, Licence>;

export type LicenceKey = keyof typeof licences;
export const licenceKeys = Object.keys(licences) as LicenceKey[];
export const licenceOf = (key: LicenceKey): Licence => licences[key];

/** The licence that no workspace is without. */
export const coreLicence = "crm-core" satisfies LicenceKey;

/** Those whose code is part of this build, in the order of the catalogue: only these are on, offered and priced. */
export const registeredLicences = (): readonly LicenceKey[] =>
  licenceKeys.filter((key) =>
    Object.values<{ licence: string | null }>(modules).some(({ licence }) => licence === key),
  );

/** The licence of a module's code; null for what is part of every workspace. Throws where the module names none. */
export function licenceOfModule(module: ModuleName): LicenceKey | null {
  const { licence }: { licence: string | null } = modules[module];
  if (licence === null) return null;
  if (!Object.hasOwn(licences, licence)) throw new Error(`The module ${module} has no licence called ${licence}.`);
  return licence as LicenceKey;
}
