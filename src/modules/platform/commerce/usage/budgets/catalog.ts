import { defineCatalog, timelineLines } from "@/lib/catalog";
import { formatMoney } from "@/lib/money";
import { budgetAlertEvents, budgetEvents } from "./events";

/** "$500 a month"; nothing for events from before the amount was part of them. */
function amountText({ amount, currency }: Readonly<Record<string, unknown>>): string {
  if (typeof amount !== "number" || typeof currency !== "string") return "";
  return `${formatMoney(amount, currency, { locale: "en-US", currency })} a month`;
}

export const budgetCatalog = defineCatalog({
  entity: "budget",
  path: "budgets",
  label: { one: "budget", many: "budgets" },
  columns: {
    amount: { label: "Amount", kind: "money", required: true, importable: false },
    currency: { label: "Currency", kind: "currency", of: "amount", importable: false },
    ratePerUsd: { label: "Rate per USD", kind: "decimal", importable: false },
    thresholds: { label: "Alerts", kind: "text", importable: false },
    stops: { label: "Stops", kind: "boolean", importable: false },
    team: { label: "Team", kind: "reference", to: "team", importable: false },
    member: { label: "Member", kind: "reference", to: "member", importable: false },
  },
  naturalKeys: [],
  after: [],
  timeline: timelineLines(budgetEvents, {
    created: { verb: "created", icon: "create", needs: "usage:view", detail: amountText },
    updated: { verb: "changed", icon: "edit", needs: "usage:view" },
    archived: { verb: "archived", icon: "archive", needs: "usage:view" },
    restored: { verb: "restored", icon: "create", needs: "usage:view" },
  }),
});

export const budgetAlertCatalog = defineCatalog({
  entity: "budgetAlert",
  path: "usage/alerts",
  label: { one: "alert", many: "alerts" },
  columns: { threshold: { label: "Threshold", kind: "integer", importable: false } },
  naturalKeys: [],
  after: [],
  timeline: timelineLines(budgetAlertEvents, {
    passed: { verb: "sent an alert for", icon: "edit", needs: "usage:view" },
  }),
});
