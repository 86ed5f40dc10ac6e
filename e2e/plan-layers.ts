import { dialog, type Layer, tap } from "./layers";

export const plan: Layer[] = [
  { of: "modules/platform/plans/components/module-dialogs.tsx", open: tap(/^CRM core/), box: dialog("CRM core") },
  {
    of: "modules/platform/plans/components/downgrade-dialog.tsx",
    open: tap("See Starter"),
    box: dialog(/^Starter after the trial/),
  },
  {
    of: "modules/platform/plans/components/checkout-dialog.tsx",
    open: tap("Choose Professional"),
    box: dialog("Choose Professional"),
  },
];

export const paidPlan: Layer[] = [
  {
    of: "modules/platform/plans/components/change-dialog.tsx",
    open: tap("Pay monthly"),
    box: dialog("Pay monthly"),
  },
];
