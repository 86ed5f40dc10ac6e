import { dialog, type Layer, menu, tap } from "./layers";

/** The foot of a list, and its tabs. */
export const views: Layer[] = [
  { of: "components/data-table/totals-row.tsx", open: tap("Total of Employees"), box: menu },
  {
    of: "modules/platform/data/records/components/noun-view-tabs.tsx",
    open: tap("All views"),
    box: dialog("All views"),
  },
  {
    of: "modules/platform/data/records/components/view-dialog.tsx",
    open: tap("Save as a new view"),
    box: dialog("Save as a new view"),
  },
];
