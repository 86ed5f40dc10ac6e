"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { lazyPart } from "@/components/ui/lazy-part";
import { Skeleton } from "@/components/ui/skeleton";
import type { NounCalendarProps } from "./noun-calendar";
import type { NounSheetProps } from "./noun-sheet";

const LazyCalendar = lazyPart<NounCalendarProps>(() => import("./noun-calendar").then((part) => part.NounCalendar), {
  of: "the calendar",
  loading: <Skeleton className="m-5 min-h-0 flex-1" />,
});

const LazyNounSheet = lazyPart<NounSheetProps>(() => import("./noun-sheet").then((part) => part.NounSheet), {
  of: "the sheet",
  loading: <Skeleton className="m-5 min-h-0 flex-1" />,
});

/** The list of a noun, or its calendar or sheet where the address asks for it. */
export function NounLayouts({ list, ...shown }: NounCalendarProps & { list: ReactNode }) {
  const [view] = useQueryState("view", parseAsStringLiteral(["calendar", "sheet"]));
  if (view === "sheet" && shown.noun.head.sheet) return <LazyNounSheet {...shown} list={list} />;
  return view === "calendar" && shown.noun.calendarBy !== null ? <LazyCalendar {...shown} /> : list;
}
