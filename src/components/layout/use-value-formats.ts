import { todayIn } from "@/lib/day-words";
import type { ValueFormats } from "@/lib/value-text";
import { useWorkspace } from "./workspace-context";

/** The formats in which the reader reads changed values. */
export function useValueFormats(): ValueFormats {
  const { locale, currency, zone } = useWorkspace();
  return { locale, currency, timeZone: zone, today: todayIn(zone) };
}
