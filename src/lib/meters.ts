import type { Noun } from "./counted";
import { type LimitKey, limits } from "./plans";

export interface Meter extends Noun {
  label: string;
  /** When a unit is counted, in a sentence. */
  purpose: string;
  /** The limit of the plan that bounds it; null for none. */
  limit: LimitKey | null;
  /** Estimated cost of a unit in minor units of USD, a decimal number as text. */
  cost: string;
  /** A period counts all its units, or those of its busiest day. */
  aggregation: "sum" | "max";
}

/** Everything that is counted. Modules add their meters here in the same form. */
export const meters = {
  apiCalls: {
    label: "API calls",
    one: "API call",
    many: "API calls",
    purpose: "A response to a request with an API key.",
    limit: "apiCalls",
    cost: "0.002",
    aggregation: "sum",
  },
  emailsSent: {
    label: "E-mails sent",
    one: "e-mail",
    many: "e-mails",
    purpose: "A notification or an invitation that the mail server accepted.",
    limit: "emailsSent",
    cost: "0.08",
    aggregation: "sum",
  },
  importedRows: {
    label: "Imported rows",
    one: "imported row",
    many: "imported rows",
    purpose: "A row of a file that an import wrote.",
    limit: "importedRows",
    cost: "0.001",
    aggregation: "sum",
  },
  activeMembers: {
    label: "Active members",
    one: "active member",
    many: "active members",
    purpose: "A member who used the workspace on a day; a month has as many as its busiest day.",
    limit: "seats",
    cost: "0",
    aggregation: "max",
  },
} as const satisfies Record<string, Meter>;

export type MeterKey = keyof typeof meters;
export const meterKeys = Object.keys(meters) as [MeterKey, ...MeterKey[]];
export const meterOf = (key: MeterKey): Meter => meters[key];

/** The limit of a meter that starts again each month; null for a meter without one. */
export function monthlyLimitOf(key: MeterKey): LimitKey | null {
  const { limit } = meterOf(key);
  return limit !== null && limits[limit].per === "month" ? limit : null;
}

/** Shares of a budget at which people are notified, in per cent, unless it has its own. */
export const budgetThresholds = [50, 80, 100] as const;
