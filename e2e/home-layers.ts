import { dialog, type Layer, tap } from "./layers";

/** The layers of the page Home. */
export const home: Layer[] = [
  {
    of: "modules/platform/data/home/components/people-menu.tsx",
    open: tap(/^Figures of: /),
    box: dialog("Whose figures"),
  },
];
