"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { Fragment, type ReactNode, useMemo, useState } from "react";
import { LazyBoardPeek } from "@/components/board/lazy-board-peek";
import { useListLocale } from "@/components/data-table/list-locale";
import { useRowPeek } from "@/components/data-table/use-row-peek";
import { useCreateDialog } from "@/components/form/create-dialog";
import { coversList } from "@/components/layout/covers-list";
import { useShortcut } from "@/components/layout/keyboard";
import { PageHeader } from "@/components/layout/page-header";
import { QueryFailed } from "@/components/layout/query-failed";
import { useMedia } from "@/components/layout/use-media";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Note } from "@/components/ui/note";
import { Skeleton } from "@/components/ui/skeleton";
import { counted, nouns } from "@/lib/counted";
import { dateFormat } from "@/lib/intl";
import { LazyActivityForm } from "../../components/lazy-layers";
import type { LogSlot } from "../../components/logged";
import { LazyScopeDialog } from "../../series/components/lazy-dialogs";
import { mostShown } from "../rules";
import { Agenda } from "./agenda";
import { CalendarBar } from "./calendar-bar";
import { useCalendarKeys } from "./calendar-keys";
import { useCalendarMoves } from "./calendar-moves";
import { type CalendarEntry, mostClosing, useCalendarEntries } from "./calendar-queries";
import { type CalendarState, useCalendarState } from "./calendar-state";
import { clockIn, clockLater, type Drawn, dayAt, instantAt, minuteAt, usualMinutes } from "./entries";
import { LazyCalendarGrid, LazyQuickCreate } from "./lazy-parts";

export interface CalendarViewProps {
  /** The switch between list and calendar. */
  views: ReactNode;
  /** One activity beside the calendar. */
  renderPeek(id: string): ReactNode;
}

/** The page of activities as a calendar: header, days, and the activity that is open beside it. */
export function CalendarView({ views, renderPeek }: CalendarViewProps) {
  const state = useCalendarState();
  const found = useCalendarEntries(state);
  const { can, href, locale, zone } = useWorkspace();
  const { entries } = found;
  const router = useRouter();
  const peek = useRowPeek();
  const covers = useMedia(coversList);
  const form = useCreateDialog("activity:create");
  const mayCreate = can("activity:create");
  const count = entries?.filter(({ of }) => of === "activity").length;
  const create = () => void form.onOpenChange(true);
  const inOrder = useMemo(() => inTime(entries ?? []), [entries]);

  function open(entry: CalendarEntry): void {
    if (entry.of === "closing") router.push(href(`/opportunities/${entry.opportunity.id}`));
    else if (peek) peek.show(entry.activity.id);
    else router.push(href(`/activities/${entry.activity.id}`));
  }

  return (
    <>
      <div className="contents" inert={covers && Boolean(peek?.id)}>
        <PageHeader
          title="Activities"
          count={count?.toLocaleString(locale)}
          phoneActions={
            <>
              {views}
              {mayCreate ? <IconButton label="New activity" icon={<Plus aria-hidden />} onClick={create} /> : null}
            </>
          }
        >
          {views}
          {mayCreate ? (
            <Button variant="primary" icon={<Plus aria-hidden />} onClick={create}>
              New activity
            </Button>
          ) : null}
        </PageHeader>
        <CalendarBar state={state} />
        <CalendarBody {...{ state, found, zone, open }} />
      </div>
      {peek ? (
        <LazyBoardPeek
          title="Activity"
          cards={{ all: inOrder }}
          counts={new Map([["all", inOrder.length]])}
          cardId={({ activity }) => activity.id}
          cardLabel={({ title }) => title}
          href={(id) => href(`/activities/${id}`)}
          peek={peek}
        >
          {(id) => <Fragment key={id}>{renderPeek(id)}</Fragment>}
        </LazyBoardPeek>
      ) : null}
      <LazyActivityForm {...form} onCreated={() => void found.query.refetch()} />
    </>
  );
}

type ActivityEntry = Extract<CalendarEntry, { of: "activity" }>;

const inTime = (entries: readonly CalendarEntry[]): ActivityEntry[] =>
  entries
    .flatMap((entry) => (entry.of === "activity" ? [entry] : []))
    .toSorted((a, b) => (a.start < b.start ? -1 : Number(a.start > b.start)));

interface BodyProps {
  state: CalendarState;
  found: ReturnType<typeof useCalendarEntries>;
  zone: string;
  open(entry: CalendarEntry): void;
}

/** The days with their entries, or the loading or error state. */
function CalendarBody({ state, found, zone, open }: BodyProps) {
  const { can, readsOnly } = useWorkspace();
  const { locale } = useListLocale();
  const entries = found.entries ?? none;
  const moves = useCalendarMoves({ zone, textOf: (to) => placeText(to, locale) });
  const onKeyDown = useCalendarKeys(entries, { ...moves, readsOnly });
  const mayCreate = can("activity:create") && !readsOnly;
  const [slot, setSlot] = useState<{ slot: LogSlot; at: { x: number; y: number } | null } | null>(null);
  const ownerId = typeof state.people !== "string" && state.people.length === 1 ? (state.people[0] ?? null) : null;
  const choose = (drawn: Drawn, at: { x: number; y: number } | null) =>
    setSlot({ slot: { ...slotOf(drawn, zone), ownerId }, at });
  useShortcut({
    keys: "n",
    label: "New activity at the next full hour",
    group: "Calendar",
    enabled: mayCreate,
    run: () => choose(nextHour(state.day, zone), null),
  });

  if (found.query.error && !found.query.data)
    return <QueryFailed title="The calendar could not be loaded" query={found.query} />;
  if (!found.entries) return <Skeleton className="m-5 min-h-0 flex-1" />;
  return (
    <>
      <Limits found={found} locale={locale} />
      {state.mode === "agenda" ? (
        <Agenda {...{ state, zone, entries, onKeyDown }} onOpen={open} />
      ) : (
        <LazyCalendarGrid
          {...{ mode: state.mode, day: state.day, zone, zoneName: zoneName(zone, locale) }}
          {...{ entries, working: found.query.data?.working ?? noHours, mayCreate, readsOnly, onKeyDown }}
          onOpen={open}
          onMove={moves.move}
          onResize={moves.resize}
          onSelect={choose}
        />
      )}
      {slot ? <LazyQuickCreate {...slot} onClose={() => setSlot(null)} /> : null}
      {moves.question ? <LazyScopeDialog {...moves.question} onClose={moves.close} /> : null}
    </>
  );
}

const none: readonly CalendarEntry[] = [];
const noHours: readonly { from: string; until: string }[] = [];

/** Says that some entries did not fit into the answers. */
function Limits({ found, locale }: { found: BodyProps["found"]; locale: string }) {
  const { query, moreClosing } = found;
  const noun = query.data?.more ? nouns.activity : nouns.opportunity;
  if (!query.data?.more && !moreClosing) return null;
  return (
    <Note tone="warning" className="mx-edge my-2 shrink-0">
      {`The first ${counted(query.data?.more ? mostShown : mostClosing, noun, locale)} are shown. Choose fewer days or fewer people to see the others.`}
    </Note>
  );
}

const placeText = ({ start, allDay }: Pick<Drawn, "start" | "allDay">, locale: string): string =>
  dateFormat(locale, {
    timeZone: "UTC",
    weekday: "short",
    month: "short",
    day: "numeric",
    ...(allDay ? {} : { hour: "numeric", minute: "2-digit" }),
  }).format(new Date(allDay ? `${start}T00:00:00Z` : `${start}:00Z`));

const zoneName = (zone: string, locale: string): string =>
  dateFormat(locale, { timeZone: zone, timeZoneName: "short" })
    .formatToParts(new Date())
    .find(({ type }) => type === "timeZoneName")?.value ?? zone;

/** The time that was chosen, for the typed line. */
function slotOf({ start, end, allDay }: Drawn, zone: string): Omit<LogSlot, "ownerId"> {
  const day = dayAt(start);
  const now = new Date();
  if (allDay) return { when: { day, minute: null, at: null }, duration: null, isPast: day < dayAt(clockIn(now, zone)) };
  const at = instantAt(start, zone);
  const minutes = Math.round((instantAt(end, zone).getTime() - at.getTime()) / 60_000);
  return {
    when: { day, minute: minuteAt(start), at },
    duration: minutes > 0 ? minutes : usualMinutes,
    isPast: at < now,
  };
}

/** The next full hour of today, or nine o'clock of another day. */
function nextHour(day: string, zone: string): Drawn {
  const now = clockIn(new Date(), zone);
  const start = day === dayAt(now) ? `${clockLater(now, 60).slice(0, -"00".length)}00` : `${day}T09:00`;
  return { start, end: clockLater(start, usualMinutes), allDay: false };
}
