import type { LicenceKey } from "./licences";

/** The plans in the order of their size. */
export const planKeys = ["trial", "starter", "professional", "enterprise"] as const;
export type PlanKey = (typeof planKeys)[number];

/** Plans that are paid for by the seat. */
export const paidPlans = ["professional", "enterprise"] as const satisfies readonly PlanKey[];
export type PaidPlan = (typeof paidPlans)[number];
export const isPaid = (plan: PlanKey): plan is PaidPlan => (paidPlans as readonly PlanKey[]).includes(plan);
export const isTrial = (plan: PlanKey): boolean => plan === "trial";
export const intervals = ["month", "year"] as const;
export type Interval = (typeof intervals)[number];

/** Limits of a plan; those with a period start again each month in the workspace's time zone. */
export const limitKeys = [
  "seats",
  "pipelines",
  "customFields",
  "storageGb",
  "emailsSent",
  "importedRows",
  "apiCalls",
  "auditMonths",
] as const;
export type LimitKey = (typeof limitKeys)[number];

interface LimitWords {
  label: string;
  /** In counts: "3 of 10 pipelines". */
  one: string;
  many: string;
  per: "month" | null;
  /** False where the product has nothing to count yet: screens leave the limit out. */
  counted: boolean;
}

export const limits: Readonly<Record<LimitKey, LimitWords>> = {
  seats: { label: "Seats", one: "seat", many: "seats", per: null, counted: true },
  pipelines: { label: "Pipelines", one: "pipeline", many: "pipelines", per: null, counted: true },
  customFields: { label: "Custom fields", one: "custom field", many: "custom fields", per: null, counted: true },
  storageGb: { label: "Files", one: "GB", many: "GB", per: null, counted: false },
  emailsSent: { label: "E-mails sent", one: "e-mail", many: "e-mails", per: "month", counted: true },
  importedRows: { label: "Imported rows", one: "row", many: "rows", per: "month", counted: true },
  apiCalls: { label: "API calls", one: "call", many: "calls", per: "month", counted: true },
  /** How far back the audit log is shown; nothing is deleted. */
  auditMonths: { label: "Audit log", one: "month", many: "months", per: null, counted: false },
};

/** Whole minor units of USD. */
export type Prices = Readonly<Record<Interval, number>>;

export interface Plan {
  label: string;
  /** Price of a seat; null where nothing is paid. */
  seat: Prices | null;
  /** Null: no limit. */
  limits: Readonly<Record<LimitKey, number | null>>;
  requestsPerMinute: number;
  /** "core": CRM core alone; "addOns": with those that are bought; "all": all of them are included. */
  modules: "core" | "addOns" | "all";
  /** The share of a module's limits that applies. */
  moduleShare: number;
}

export interface PlanVersion {
  plans: Readonly<Record<PlanKey, Plan>>;
  /** Prices of modules that are bought besides a plan. */
  addOns: Readonly<Partial<Record<LicenceKey, Prices>>>;
}

/** A year costs ten months. */
const prices = (month: number): Prices => ({ month, year: month * 10 });
const noLimit = null;

const version202611: PlanVersion = {
  plans: {
    trial: {
      label: "Trial",
      seat: null,
      limits: {
        seats: 5,
        pipelines: 10,
        customFields: 100,
        storageGb: 1,
        emailsSent: 500,
        importedRows: 250_000,
        apiCalls: 100_000,
        auditMonths: 3,
      },
      requestsPerMinute: 100,
      modules: "all",
      moduleShare: 0.1,
    },
    starter: {
      label: "Starter",
      seat: null,
      limits: {
        seats: 3,
        pipelines: 1,
        customFields: 5,
        storageGb: 1,
        emailsSent: 500,
        importedRows: 10_000,
        apiCalls: 10_000,
        auditMonths: 3,
      },
      requestsPerMinute: 200,
      modules: "core",
      moduleShare: 1,
    },
    professional: {
      label: "Professional",
      seat: prices(2_900),
      limits: {
        seats: 25,
        pipelines: 10,
        customFields: 100,
        storageGb: 50,
        emailsSent: 5_000,
        importedRows: 250_000,
        apiCalls: 1_000_000,
        auditMonths: 12,
      },
      requestsPerMinute: 500,
      modules: "addOns",
      moduleShare: 1,
    },
    enterprise: {
      label: "Enterprise",
      seat: prices(5_900),
      limits: {
        seats: noLimit,
        pipelines: noLimit,
        customFields: 500,
        storageGb: 500,
        emailsSent: 50_000,
        importedRows: noLimit,
        apiCalls: noLimit,
        auditMonths: 84,
      },
      requestsPerMinute: 1_000,
      modules: "all",
      moduleShare: 1,
    },
  },
  addOns: {
    pmo: prices(4_900),
    "white-label": prices(3_900),
    "analytics-plus": prices(2_900),
    "ai-chatbot": prices(1_900),
    "ai-document-analyzer": prices(1_900),
    "ai-lead-scoring": prices(1_900),
    "ai-email-assistant": prices(1_900),
    "ai-forecasting": prices(1_900),
    "ai-content": prices(1_900),
    "ai-scheduling": prices(1_900),
    "ai-intake": prices(1_900),
    "integration-salesforce": prices(1_900),
    "integration-hubspot": prices(1_900),
    "integration-google": prices(1_900),
    "integration-microsoft": prices(1_900),
    "integration-slack": prices(1_900),
  },
};

/**
 * Every version that was ever sold: a workspace keeps the one that it bought. A change of a price or a limit is a new
 * version, never an edit.
 */
export const planVersions = { "2026-11": version202611 } as const satisfies Record<string, PlanVersion>;
export const currentVersion = "2026-11" satisfies keyof typeof planVersions;

/** A version by its name; the current one for a name that is not known. */
export const versionOf = (name: string | null): PlanVersion =>
  name !== null && Object.hasOwn(planVersions, name)
    ? planVersions[name as keyof typeof planVersions]
    : planVersions[currentVersion];

/** Plans that bound the members who can sign in, in some version. */
export const plansWithSeatLimit: readonly PlanKey[] = planKeys.filter((plan) =>
  Object.values<PlanVersion>(planVersions).some(({ plans }) => plans[plan].limits.seats !== null),
);

/** Days of a trial, of the workspace or of a module. */
export const trialDays = 14;
/** Days before the end of a trial on which people are reminded. */
export const trialReminders = [7, 3, 1] as const;
/** Days after a failed payment in which everything still works. */
export const graceDays = 14;
/** Days after a failed payment after which the workspace moves to Starter. */
export const pastDueDays = 44;
/** Shares of a limit at which people are notified, in per cent. */
export const limitNotices = [80, 100] as const;
/** Every amount of `plans.ts` is in this currency. */
export const planCurrency = "USD";
