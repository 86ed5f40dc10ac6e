import type { ListTotal } from "./list-filter";

/** The number of rows of a list for display: exact to 1,000, then "1,000+". */
export function totalText(total: ListTotal, locale: string): string {
  return total === "1000+" ? `${(1000).toLocaleString(locale)}+` : total.toLocaleString(locale);
}
