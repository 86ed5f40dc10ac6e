import { choose, dialog, type Layer, menu, tap } from "./layers";

/** The layers of the page Today. */
export const today: Layer[] = [
  { of: "modules/platform/data/today/components/agenda-row.tsx", open: tap(/^More for /), box: menu },
  {
    of: "modules/platform/data/today/components/move-dialog.tsx",
    open: choose(/^More for /, "Snooze"),
    box: dialog(/^Snooze /),
  },
  {
    of: "modules/platform/data/today/components/assign-dialog.tsx",
    open: choose(/^More for /, "Reassign"),
    box: dialog(/^Reassign /),
  },
];
