import { dialog, type Layer, menu, tap } from "./layers";

export const plan: Layer[] = [
  {
    of: "modules/platform/commerce/plans/components/downgrade-dialog.tsx",
    open: tap("See Starter"),
    box: dialog(/^Starter after the trial/),
  },
  {
    of: "modules/platform/commerce/plans/components/checkout-dialog.tsx",
    open: tap("Choose Professional"),
    box: dialog("Choose Professional"),
  },
];

export const paidPlan: Layer[] = [
  {
    of: "modules/platform/commerce/plans/components/change-dialog.tsx",
    open: tap("Pay monthly"),
    box: dialog("Pay monthly"),
  },
];

export const billing: Layer[] = [
  {
    of: "modules/platform/commerce/billing/components/invoice-details.tsx",
    open: tap("Edit"),
    box: dialog("Edit what invoices say"),
  },
  {
    of: "modules/platform/commerce/billing/components/upcoming-dialog.tsx",
    open: tap("Preview"),
    box: dialog(/^Invoice of /),
  },
];

export const usage: Layer[] = [
  {
    of: "modules/platform/commerce/usage/components/usage-events-dialog.tsx",
    open: tap(/^7 API calls,/),
    box: dialog(/^API calls: /),
  },
  {
    of: "modules/platform/commerce/usage/components/budget-dialog.tsx",
    open: tap("New budget"),
    box: dialog("New budget"),
  },
  {
    of: "modules/platform/commerce/usage/components/budget-list.tsx",
    open: tap("Budget of Workspace"),
    box: menu,
  },
];

export const ending: Layer[] = [
  {
    of: "modules/platform/workspace/tenants/ending/components/transfer-section.tsx",
    open: tap("Transfer ownership"),
    box: dialog(/^Transfer /),
  },
  {
    of: "modules/platform/workspace/tenants/ending/components/deletion-section.tsx",
    open: tap("Delete workspace"),
    box: dialog(/^Delete the workspace /),
  },
];

/**
 * The table of modules is hidden while there is one module; no noun has a choice with states yet; two people must write
 * one text, which `formatted-texts.spec.ts` does, or one view, which `views.spec.ts` does.
 */
export const notShown = [
  "components/rich-text/conflict-dialog.tsx",
  "modules/platform/commerce/plans/components/module-dialogs.tsx",
  "modules/platform/data/records/components/step-dialog.tsx",
  "modules/platform/data/records/components/view-changes.tsx",
];
