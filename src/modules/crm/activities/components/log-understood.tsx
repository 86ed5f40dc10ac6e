"use client";

import { CalendarClock, Check, Clock, CornerDownRight, X } from "lucide-react";
import type { ReactNode } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { formatDay } from "@/lib/day-words";
import { minutesText } from "@/lib/duration-text";
import { dateFormat } from "@/lib/intl";
import type { Moment } from "@/lib/quick-log/quick-log";
import { activityKinds } from "../../activity-outcomes/fields";
import type { ToLog } from "./logged";
import type { useLog } from "./use-log";

const wholeDay = { minutesPerDay: 24 * 60 };

/** "Wed, Nov 25, 3:00 PM", with the zone where it is not that of the workspace, or the day alone. */
function useMomentText(): (moment: Moment) => string {
  const { locale, timeZone, workspaceZone = timeZone } = useListLocale();
  const withTime = dateFormat(locale, {
    timeZone,
    weekday: "short",
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    ...(timeZone === workspaceZone ? {} : { timeZoneName: "short" }),
  });
  return ({ day, at }) => (at ? withTime.format(at) : formatDay(day, locale, true));
}

/** How the line is understood, before it is saved: when, how long, and what follows. */
export function LogUnderstood({ log }: { log: ReturnType<typeof useLog> }) {
  const momentText = useMomentText();
  const [first, ...following] = log.all;
  if (log.text.trim() === "" && !log.slot) return null;
  const places = log.line.followUps.flatMap((_, place) => (log.without.has(place) ? [] : [place]));
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-sm">
        <Button size="sm" onClick={() => log.setDone(!first.isDone)}>
          {first.isDone ? (
            <Check aria-hidden className="size-3.5" />
          ) : (
            <CalendarClock aria-hidden className="size-3.5" />
          )}
          {first.isDone ? "Done" : "Planned"}
        </Button>
        <Facts one={first} text={momentText} none={first.isDone ? "Now" : "No date"} />
      </p>
      {following.map((one, at) => (
        <p key={places[at]} className="flex items-center gap-2 text-sm">
          <CornerDownRight aria-hidden className="size-3.5 shrink-0 text-faint" />
          <span className="min-w-0 flex-1 truncate">
            <span className="text-muted">{labelOf(one)}: </span>
            {one.subject}
          </span>
          <Facts one={one} text={momentText} none="No date" />
          <IconButton
            size="sm"
            label={`Leave out “${one.subject}”`}
            icon={<X aria-hidden />}
            onClick={() => log.leaveOut(places[at] ?? 0)}
          />
        </p>
      ))}
    </>
  );
}

const labelOf = ({ kind }: ToLog) => activityKinds.find(({ value }) => value === kind)?.label ?? kind;

function Facts({ one, text, none }: { one: ToLog; text: (moment: Moment) => string; none: string }) {
  return (
    <>
      <Fact icon={<CalendarClock aria-hidden />}>{one.when ? text(one.when) : none}</Fact>
      {one.duration === null ? null : <Fact icon={<Clock aria-hidden />}>{minutesText(one.duration, wholeDay)}</Fact>}
    </>
  );
}

const Fact = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <span className="inline-flex shrink-0 items-center gap-1 [&_svg]:size-3.5 [&_svg]:text-faint">
    {icon}
    {children}
  </span>
);
