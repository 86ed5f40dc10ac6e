"use client";

import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { cn } from "@/lib/cn";
import { type Times, type Urgency, urgencyOf, whenText } from "./when-text";

const tones: Record<Urgency, string> = {
  overdue: "text-danger",
  today: "text-warning",
  later: "",
  undated: "text-muted",
  over: "text-muted",
};

/** When an activity takes place, in the colour of its urgency; overdue is said to screen readers too. */
export function ActivityWhen({ activity, className }: { activity: Times; className?: string }) {
  const at = useListLocale();
  const [now] = useState(() => new Date());
  const urgency = urgencyOf(activity, now, at.timeZone);
  return (
    // Server and browser may render on two different days.
    <span className={cn("truncate", tones[urgency], className)} suppressHydrationWarning>
      {urgency === "overdue" ? <span className="sr-only">Overdue: </span> : null}
      {whenText(activity, now, at)}
    </span>
  );
}
