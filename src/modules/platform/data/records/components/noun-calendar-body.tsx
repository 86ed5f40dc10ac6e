"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useListLocale } from "@/components/data-table/list-locale";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { useShortcut } from "@/components/layout/keyboard";
import { QueryFailed } from "@/components/layout/query-failed";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Note } from "@/components/ui/note";
import { Skeleton } from "@/components/ui/skeleton";
import { monthOf } from "@/lib/calendar-days";
import { counted } from "@/lib/counted";
import type { Fields } from "@/lib/fields/field";
import { dateFormat } from "@/lib/intl";
import { mostInCalendar } from "@/lib/nouns/calendar";
import type { CalendarFields, Noun } from "@/lib/nouns/define";
import type { NounWith } from "@/trpc/noun-client";
import type { MonthProps } from "./month-part-props";
import { NounAgenda } from "./noun-agenda";
import { NounMonth } from "./noun-month";
import type { NounOwn } from "./noun-own";
import { useCalendarMove } from "./use-calendar-move";
import type { Month, ShownCalendar } from "./use-noun-calendar";

export interface CalendarBodyProps {
  noun: NounWith<Fields>;
  own?: NounOwn<Fields> | undefined;
  by: CalendarFields;
  month: Month;
  shown: ShownCalendar;
  open(id: string): void;
  /** Opens the form of a new record on a day; null for members who may not create one. */
  onCreate: ((day: string) => void) | null;
}

/** The bar of the month and its days with their records, or the loading or error state. */
export function CalendarBody(props: CalendarBodyProps) {
  const { noun, own, by, month, shown, open, onCreate } = props;
  const { head } = noun;
  const { locale } = useListLocale();
  const move = useCalendarMove(noun, by, own);
  const { query, days, isFull, refused } = shown;
  if (refused)
    return (
      <EmptyState line={false} title="The calendar cannot show this filter">
        It has groups or many conditions of which any may match. Let all of them match, or use the list.
      </EmptyState>
    );
  if (query.error && !query.data) return <QueryFailed title={`The ${head.many} could not be loaded`} query={query} />;
  const given = { noun: noun as unknown as Noun, by, month, days, open };
  return (
    <>
      <MonthBar month={month} count={query.data ? inMonth(shown, month) : undefined} noun={head} />
      {isFull ? (
        <Note tone="warning" className="mx-edge my-2 shrink-0">
          {`The first ${counted(mostInCalendar, head, locale)} are shown. Filter them to see the others.`}
        </Note>
      ) : null}
      {query.data ? <Days {...given} onMove={move} onCreate={onCreate} /> : <Skeleton className="m-5 min-h-0 flex-1" />}
    </>
  );
}

function Days({ onMove, onCreate, ...given }: MonthProps) {
  return useIsPhone() ? <NounAgenda {...given} /> : <NounMonth {...given} onMove={onMove} onCreate={onCreate} />;
}

/** The number of records of the month itself. */
const inMonth = ({ days }: ShownCalendar, { day }: Month): number =>
  [...days].reduce((sum, [one, rows]) => (monthOf(one) === monthOf(day) ? sum + rows.length : sum), 0);

interface MonthBarProps {
  month: Month;
  /** Undefined while it is unknown. */
  count: number | undefined;
  noun: { one: string; many: string };
}

const group = "Calendar";

function MonthBar({ month: { day, today, show, step }, count, noun }: MonthBarProps) {
  const { locale } = useListLocale();
  const title = dateFormat(locale, { timeZone: "UTC", month: "long", year: "numeric" });
  useShortcut({ keys: "t", label: "Show today", group, run: () => show(today) });
  return (
    <div className="flex h-bar shrink-0 items-center gap-2 px-edge hairline-b phone:h-12">
      <Button size="sm" onClick={() => show(today)}>
        Today
      </Button>
      <span className="flex">
        <IconButton size="sm" label="Previous month" icon={<ChevronLeft aria-hidden />} onClick={() => step(-1)} />
        <IconButton size="sm" label="Next month" icon={<ChevronRight aria-hidden />} onClick={() => step(1)} />
      </span>
      <h2 aria-live="polite" className="shrink-0 whitespace-nowrap font-semibold">
        {title.format(new Date(`${day}T00:00:00Z`))}
      </h2>
      <span className="ml-auto min-w-0 truncate text-muted text-sm">
        {count === undefined ? null : countText(count, noun, locale)}
      </span>
    </div>
  );
}

const countText = (count: number, noun: MonthBarProps["noun"], locale: string): string =>
  count === 0 ? `No ${noun.many} this month` : counted(count, noun, locale);
