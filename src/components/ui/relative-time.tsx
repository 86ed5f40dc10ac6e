"use client";

import { useEffect, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { cn } from "@/lib/cn";
import { exactTimeText, relativeTimeText } from "./relative-time-text";
import { Tooltip } from "./tooltip";

export type RelativeTimeProps = { at: Date | string; className?: string | undefined };

/** "25m ago", kept up to date; the exact time with its zone in the tooltip. */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  const { locale, timeZone } = useListLocale();
  const [now, setNow] = useState(() => new Date());
  // The clock.
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  const date = typeof at === "string" ? new Date(at) : at;
  return (
    <Tooltip content={exactTimeText(date, locale, timeZone)}>
      {/* Server and browser may render in two different minutes. */}
      <time dateTime={date.toISOString()} className={cn("whitespace-nowrap", className)} suppressHydrationWarning>
        {relativeTimeText(date, now, locale, timeZone)}
      </time>
    </Tooltip>
  );
}
