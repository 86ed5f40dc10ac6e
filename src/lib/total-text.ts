import type { ShownTotal } from "./list-filter";

/** The number of rows of a list for display: "1,204", and as far as they were counted "1,000+" or "50,000+". */
export function totalText(total: ShownTotal, locale: string): string {
  return typeof total === "number"
    ? total.toLocaleString(locale)
    : `${Number.parseInt(total, 10).toLocaleString(locale)}+`;
}
