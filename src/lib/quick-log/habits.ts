import { dateFormat } from "@/lib/intl";
import type { QuickLogOptions } from "./quick-log";

/** Returns the order of day and month, and the clock, as a locale writes them. */
export function habitsOf(locale: string): Pick<QuickLogOptions, "clock" | "order"> {
  const { hour12 } = dateFormat(locale, { hour: "numeric" }).resolvedOptions();
  const parts = dateFormat(locale)
    .formatToParts(new Date())
    .map(({ type }) => type);
  return { clock: hour12 ? 12 : 24, order: parts.indexOf("day") < parts.indexOf("month") ? "dmy" : "mdy" };
}
