"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import type { Figure } from "@/components/ui/figure-row";
import { Skeleton } from "@/components/ui/skeleton";
import { dayText, todayIn } from "@/lib/day-words";
import { dateFormat } from "@/lib/intl";
import { useRecordTimeline } from "@/modules/platform/history/events/components/record-timeline";
import { lastActivity } from "@/modules/platform/history/events/rules";

/** When a record was last active, and by whom: it was created, or one of its opportunities was created or moved. */
export function useLastTouch(entity: string, id: string): Figure {
  const { locale, timeZone } = useWorkspace();
  const label = "Last activity";
  const query = useRecordTimeline(entity, id, { kind: "touches" });
  const last = lastActivity(query.data?.pages[0]?.rows ?? [], new Date());
  if (!last) return { label, value: query.isPending ? <Skeleton className="my-2 h-3 w-16" /> : "–" };
  const at = new Date(last.at);
  const time = dateFormat(locale, { timeZone, timeStyle: "short" }).format(at);
  return {
    label,
    value: dayText(todayIn(timeZone, at), todayIn(timeZone), locale),
    note: last.actor ? `${last.actor.name}, ${time}` : undefined,
  };
}
