"use client";

import { useEffect, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { cn } from "@/lib/cn";
import { exactTimeText, relativeTimeText, shownZone } from "@/lib/relative-time-text";
import { Tooltip } from "./tooltip";

export type RelativeTimeProps = {
  at: Date | string;
  /** Within a sentence: "just now" in place of "Now". */
  inSentence?: boolean | undefined;
  className?: string | undefined;
};

/** "25m ago", kept up to date; the exact time with its zone in the tooltip. */
export function RelativeTime({ at, inSentence = false, className }: RelativeTimeProps) {
  const { locale, ...zones } = useListLocale();
  const [now, setNow] = useState(() => new Date());
  // The clock.
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  const date = typeof at === "string" ? new Date(at) : at;
  const timeZone = shownZone(date, zones.timeZone, zones.workspaceZone);
  const text = relativeTimeText(date, now, locale, timeZone);
  return (
    <Tooltip content={exactTimeText(date, locale, timeZone)}>
      {/* Server and browser may render in two different minutes. */}
      <time dateTime={date.toISOString()} className={cn("whitespace-nowrap", className)} suppressHydrationWarning>
        {inSentence && text === "Now" ? "just now" : text}
      </time>
    </Tooltip>
  );
}
