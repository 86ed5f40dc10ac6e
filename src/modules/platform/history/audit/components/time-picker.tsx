"use client";

import { CalendarDays } from "lucide-react";
import { useState } from "react";
import { EntryValue } from "@/components/data-table/filter-entry";
import type { FilterField } from "@/components/data-table/filter-fields";
import { OptionList } from "@/components/ui/option-list";
import { useDayText } from "@/components/ui/use-day-text";
import type { AuditState } from "../client";
import type { AuditTime } from "../rules";

const texts: Readonly<Record<AuditTime, string>> = {
  today: "Today",
  week: "Last 7 days",
  month: "Last 30 days",
  quarter: "Last 90 days",
};
const otherDays = "days";
const options = [
  ...Object.entries(texts).map(([value, label]) => ({ value, label })),
  { value: otherDays, label: "From one day to another", icon: <CalendarDays aria-hidden /> },
];
const days: FilterField = { field: "time", label: "Day", kind: "date" };

type Time = Pick<AuditState, "time" | "from" | "to">;

/** The chosen time in words: "Last 7 days", "Nov 3 – Nov 9"; null for any time. */
export function useTimeText(): (chosen: Time) => string | null {
  const dayText = useDayText();
  return ({ time, from, to }) => {
    if (time) return texts[time];
    if (from && to) return from === to ? dayText(from) : `${dayText(from)} – ${dayText(to)}`;
    if (from) return `since ${dayText(from)}`;
    return to && `until ${dayText(to)}`;
  };
}

interface TimeChoiceProps {
  state: Time;
  onChange(next: Time): void;
  onDone(): void;
}

/** Days before today, or two days, both included. */
export function AuditTimeChoice({ state, onChange, onDone }: TimeChoiceProps) {
  const [typed, setTyped] = useState(state.from !== null || state.to !== null);
  const save = (next: Time) => {
    onChange(next);
    onDone();
  };
  if (typed)
    return (
      <EntryValue
        field={days}
        op="between"
        values={[state.from, state.to].filter((day) => day !== null)}
        onSave={(value) => {
          const [from, to] = Array.isArray(value) ? value.map(String) : [];
          save({ time: null, from: from ?? null, to: to ?? null });
        }}
      />
    );
  return (
    <OptionList
      label="Find a time"
      options={options}
      value={state.time}
      onPick={({ value }) => {
        if (value === otherDays) setTyped(true);
        else save({ time: value as AuditTime, from: null, to: null });
      }}
    />
  );
}
