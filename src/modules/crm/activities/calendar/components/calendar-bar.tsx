"use client";

import { ChevronLeft, ChevronRight, Target } from "lucide-react";
import { useListLocale } from "@/components/data-table/list-locale";
import { useShortcut } from "@/components/layout/keyboard";
import { OwnZone } from "@/components/layout/own-zone";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Segmented } from "@/components/ui/segmented";
import { PeopleMenu } from "./calendar-people";
import type { CalendarState } from "./calendar-state";
import { type CalendarMode, titleOf } from "./modes";

const shown: readonly { value: CalendarMode; label: string; keys: string }[] = [
  { value: "day", label: "Day", keys: "d" },
  { value: "week", label: "Week", keys: "w" },
  { value: "month", label: "Month", keys: "m" },
  { value: "agenda", label: "Agenda", keys: "a" },
];

const group = "Calendar";

/** Which days are shown, of whom, and how. */
export function CalendarBar({ state }: { state: CalendarState }) {
  const { locale } = useListLocale();
  const { can } = useWorkspace();
  const unit = state.mode === "agenda" ? "week" : state.mode;
  useShortcut({ keys: "t", label: "Show today", group, run: () => state.show(state.today) });
  return (
    <div className="flex h-bar shrink-0 items-center gap-2 px-edge hairline-b phone:h-12">
      <Button size="sm" className="phone:hidden" onClick={() => state.show(state.today)}>
        Today
      </Button>
      <span className="flex">
        <IconButton
          size="sm"
          label={`Previous ${unit}`}
          icon={<ChevronLeft aria-hidden />}
          onClick={() => state.step(-1)}
        />
        <IconButton
          size="sm"
          label={`Next ${unit}`}
          icon={<ChevronRight aria-hidden />}
          onClick={() => state.step(1)}
        />
      </span>
      <h2 aria-live="polite" className="min-w-0 truncate font-semibold">
        {titleOf(state.mode, state.day, locale)}
      </h2>
      {/* The scale of hours names it too. */}
      {state.mode === "month" || state.mode === "agenda" ? <OwnZone /> : null}
      <span className="ml-auto flex shrink-0 items-center gap-2">
        <PeopleMenu people={state.people} onChange={state.setPeople} />
        {can("opportunity:view") ? (
          <Button
            size="sm"
            aria-pressed={state.closing}
            className="aria-pressed:bg-accent-subtle aria-pressed:text-accent-text narrow:hidden"
            icon={<Target aria-hidden />}
            onClick={() => state.setClosing(!state.closing)}
          >
            Expected closes
          </Button>
        ) : null}
        <span className="phone:hidden">
          <Segmented
            aria-label="Days"
            options={shown}
            value={state.mode}
            onValueChange={(mode) => state.setMode(mode)}
          />
        </span>
      </span>
      {shown.map(({ value, label, keys }) => (
        <ModeKey key={keys} keys={keys} label={`Show the ${label.toLowerCase()}`} run={() => state.setMode(value)} />
      ))}
    </div>
  );
}

function ModeKey({ keys, label, run }: { keys: string; label: string; run(): void }) {
  useShortcut({ keys, label, group, run });
  return null;
}
