"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import type { Figure } from "@/components/ui/figure-row";
import { Skeleton } from "@/components/ui/skeleton";
import { dayText, todayIn } from "@/lib/day-words";
import { dateFormat } from "@/lib/intl";
import { useRecordTimeline } from "@/modules/platform/history/events/components/record-timeline";
import { lastActivity } from "@/modules/platform/history/events/rules";
import type { TimelineEntry } from "@/modules/platform/history/events/schema";

/** When a record had its last activity, and by whom; one that was only created had none yet. */
export function useLastTouch(entity: string, id: string): Figure {
  const { locale, zone: timeZone } = useWorkspace();
  const label = "Last activity";
  const query = useRecordTimeline(entity, id, { kind: "touches" });
  const last = lastActivity(query.data?.pages[0]?.rows ?? [], new Date());
  if (!last) return { label, value: query.isPending ? <Skeleton className="my-2 h-3 w-16" /> : "–" };
  return { label, ...touchText(last, id, { locale, timeZone, now: new Date() }) };
}

type Touch = Pick<TimelineEntry, "entityId" | "icon" | "at"> & { actor: { name: string } | null };

/** A touch of a record in words. @internal Exported for tests. */
export function touchText(touch: Touch, id: string, { locale, timeZone, now }: At): { value: string; note?: string } {
  const at = new Date(touch.at);
  const day = dayText(todayIn(timeZone, at), todayIn(timeZone, now), locale);
  if (touch.entityId === id && touch.icon === "create") return { value: "None yet", note: `Created: ${day}` };
  const time = dateFormat(locale, { timeZone, timeStyle: "short" }).format(at);
  return { value: day, ...(touch.actor ? { note: `${touch.actor.name}, ${time}` } : {}) };
}

interface At {
  locale: string;
  timeZone: string;
  now: Date;
}
