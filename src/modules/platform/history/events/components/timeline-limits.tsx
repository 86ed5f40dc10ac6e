"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { useDayText } from "@/components/ui/use-day-text";
import { todayIn } from "@/lib/day-words";
import type { SetTimelineState, TimelineState } from "./use-timeline-filter";

export interface TimelineLimitsProps {
  state: TimelineState;
  set: SetTimelineState;
  /** The name of the field whose changes are shown. */
  fieldLabel: string | null;
  /** A later time for "Show newer entries"; null for the newest ones. */
  laterUntil: string | null;
}

/** The filters that are set and have no control in the bar of a timeline. */
export function TimelineLimits({ state, set, fieldLabel, laterUntil }: TimelineLimitsProps) {
  return (
    <div className="flex flex-wrap items-center gap-1">
      {state.field ? (
        <Chip
          field="Field"
          operator="is"
          values={[fieldLabel ?? "One field"]}
          onRemove={() => void set({ field: null })}
        />
      ) : null}
      {state.until ? <UntilNote until={state.until} laterUntil={laterUntil} set={set} /> : null}
    </div>
  );
}

/** Where a timeline begins that does not begin today, with the ways to newer entries. */
function UntilNote({ until, laterUntil, set }: Pick<TimelineLimitsProps, "laterUntil" | "set"> & { until: string }) {
  const { zone: timeZone } = useWorkspace();
  const dayText = useDayText();
  const day = until.length > 10 ? todayIn(timeZone, new Date(until)) : until;
  return (
    <>
      <span className="mr-1 text-muted">Entries up to {dayText(day)}</span>
      <Button size="sm" onClick={() => void set({ until: laterUntil })}>
        Show newer
      </Button>
      <Button size="sm" variant="ghost" onClick={() => void set({ until: null })}>
        Today
      </Button>
    </>
  );
}
