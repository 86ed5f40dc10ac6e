"use client";

import { todayIn } from "@/components/data-table/date-entry";
import { useListLocale } from "@/components/data-table/list-locale";
import { useWorkspace } from "@/components/layout/workspace-context";
import { dayText } from "@/components/ui/day-text";
import { FigureRow } from "@/components/ui/figure-row";
import { Skeleton } from "@/components/ui/skeleton";
import { accountFigures, useAccountTotals } from "@/modules/crm/opportunities/components/account-totals";
import { useRecordTimeline } from "@/modules/platform/events/components/record-timeline";
import { lastActivity } from "@/modules/platform/events/rules";

const names = ["Won", "Open", "Win rate", "Opportunities"];

/** Won, open, win rate, opportunities and the last activity of an account. */
export function AccountFigures({ id }: { id: string }) {
  const at = useListLocale();
  const { data, isPending } = useAccountTotals(id);
  const figures = data
    ? accountFigures(data, at)
    : names.map((label) => ({ label, value: isPending ? <Skeleton className="my-2 h-3 w-20" /> : "–" }));
  return <FigureRow figures={[...figures, useLastTouch(id)]} />;
}

/** When the account was last active, and by whom: it was created, or one of its opportunities was created or moved. */
function useLastTouch(id: string) {
  const { locale, timeZone } = useWorkspace();
  const label = "Last activity";
  const query = useRecordTimeline("account", id, false, "touches");
  const last = lastActivity(query.data?.pages[0]?.rows ?? [], new Date());
  if (!last) return { label, value: query.isPending ? <Skeleton className="my-2 h-3 w-16" /> : "–" };
  const at = new Date(last.at);
  const time = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: "short" }).format(at);
  return {
    label,
    value: dayText(todayIn(timeZone, at), todayIn(timeZone), locale),
    note: last.actor ? `${last.actor.name}, ${time}` : undefined,
  };
}
