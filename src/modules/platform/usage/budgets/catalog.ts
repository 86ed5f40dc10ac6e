import { defineCatalog, timelineLines } from "@/lib/catalog";
import { budgetAlertEvents, budgetEvents } from "./events";

export const budgetCatalog = defineCatalog({
  entity: "budget",
  path: "budgets",
  label: { one: "budget", many: "budgets" },
  columns: {
    amountMinor: { label: "Amount", kind: "money", required: true, importable: false },
    currency: { label: "Currency", kind: "currency", of: "amountMinor", importable: false },
    ratePerUsd: { label: "Rate per USD", kind: "decimal", importable: false },
    thresholds: { label: "Alerts", kind: "text", importable: false },
    stops: { label: "Stops", kind: "boolean", importable: false },
    teamId: { label: "Team", kind: "reference", to: "team", importable: false },
    memberId: { label: "Member", kind: "reference", to: "member", importable: false },
  },
  naturalKeys: [],
  after: [],
  timeline: timelineLines(budgetEvents, {
    created: { verb: "set the budget", icon: "create", needs: "usage:view" },
    updated: { verb: "changed the budget", icon: "edit", needs: "usage:view" },
    archived: { verb: "archived the budget", icon: "archive", needs: "usage:view" },
    restored: { verb: "restored the budget", icon: "create", needs: "usage:view" },
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
    passed: { verb: "told of the budget", icon: "edit", needs: "usage:view" },
  }),
});
