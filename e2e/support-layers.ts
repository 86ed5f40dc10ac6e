import { dialog, type Layer, tap } from "./layers";

export const audit: Layer[] = [
  {
    of: "components/data-table/option-filter.tsx",
    open: tap("Time"),
    box: dialog("Filter by Time"),
  },
];

/** With a session of Ruth Adeyemi. */
export const support: Layer[] = [
  {
    of: "modules/platform/operator/support/components/support-page.tsx",
    open: tap("End access now"),
    box: dialog("End support access now?"),
  },
  {
    of: "modules/platform/operator/support/components/transcript-dialog.tsx",
    open: tap(/^Transcript of Ruth Adeyemi/),
    box: dialog(/^Today, /),
  },
];
