"use client";

import { CalendarDays, List } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { usePageCommand } from "@/components/layout/page-commands";
import { Segmented } from "@/components/ui/segmented";
import type { ViewsProps } from "@/modules/platform/data/records/components/noun-own";
import { LazyCalendarView } from "../calendar/components/calendar-lazy";

const views = ["list", "calendar"] as const;
const options = [
  { value: "list", label: "List", icon: <List aria-hidden /> },
  { value: "calendar", label: "Calendar", icon: <CalendarDays aria-hidden /> },
] as const;

/** Activities as a list or as a calendar; the address says which. */
export function ActivityViews({ list, renderPeek }: ViewsProps) {
  const [view, setView] = useQueryState("view", parseAsStringLiteral(views).withDefault("list"));
  const show = (next: (typeof views)[number]) => void setView(next, { history: "push" });
  const other = view === "list" ? "calendar" : "list";
  usePageCommand(`Show as a ${other}`, () => show(other));
  const shown = <Segmented aria-label="View" value={view} onValueChange={show} options={options} />;
  return view === "calendar" ? <LazyCalendarView views={shown} renderPeek={renderPeek} /> : list(shown);
}
