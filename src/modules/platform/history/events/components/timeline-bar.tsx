"use client";

import { CalendarDays, Search, User, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { IconButton } from "@/components/ui/icon-button";
import { lazyPart } from "@/components/ui/lazy-part";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { SearchInput } from "@/components/ui/search-input";
import { useDayText } from "@/components/ui/use-day-text";
import { todayIn } from "@/lib/day-words";
import { useMemberName } from "@/modules/platform/identity/members/components/member-picker";
import { KindMenu } from "./timeline-kinds";
import type { DatePickProps, PersonPickProps } from "./timeline-picks";
import type { SetTimelineState, TimelineState } from "./use-timeline-filter";

const DatePick = lazyPart<DatePickProps>(() => import("./timeline-picks").then((part) => part.DatePick), {
  of: "the date",
});
const PersonPick = lazyPart<PersonPickProps>(() => import("./timeline-picks").then((part) => part.PersonPick), {
  of: "the members",
});

interface BarProps {
  state: TimelineState;
  set: SetTimelineState;
  /** Left: whose timeline it is. */
  scope: ReactNode;
  /** The name of the field whose changes are shown. */
  fieldLabel: string | null;
  /** A later time for "Show newer entries"; null for the newest ones. */
  laterUntil: string | null;
}

/** The filters of a timeline; those that are set and have no control here are chips in a second line. */
export function TimelineBar({ state, set, scope, fieldLabel, laterUntil }: BarProps) {
  const [searching, setSearching] = useState(state.words !== null);
  return (
    <div className="flex shrink-0 flex-col gap-1.5 px-edge pt-2">
      <div className="flex flex-wrap items-center gap-1">
        {scope}
        <span className="ml-auto" />
        <IconButton
          size="sm"
          label={searching ? "Close the search" : "Search the timeline"}
          icon={searching ? <X aria-hidden /> : <Search aria-hidden />}
          aria-expanded={searching}
          onClick={() => {
            setSearching(!searching);
            if (searching) void set({ words: null });
          }}
        />
        <DateMenu until={state.until} onDay={(until) => void set({ until })} />
        <KindMenu kind={state.kind} onKind={(kind) => void set({ kind })} />
        <PersonMenu person={state.person} onPerson={(person) => void set({ person })} />
      </div>
      {searching ? (
        <SearchInput
          label="Search the timeline"
          placeholder="Names, fields and values"
          value={state.words ?? ""}
          onChange={(words) => void set({ words: words || null })}
          className="w-full"
        />
      ) : null}
      {state.field || state.until ? (
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
      ) : null}
    </div>
  );
}

/** Where a timeline begins that does not begin today, with the ways to newer entries. */
function UntilNote({ until, laterUntil, set }: Pick<BarProps, "laterUntil" | "set"> & { until: string }) {
  const { timeZone } = useWorkspace();
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

/** Opens the timeline at a date. */
function DateMenu({ until, onDay }: { until: string | null; onDay(day: string): void }) {
  const [open, setOpen] = useState(false);
  const pick = (day: string) => {
    onDay(day);
    setOpen(false);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <IconButton size="sm" label="Go to a date" icon={<CalendarDays aria-hidden />} />
      </PopoverTrigger>
      <PopoverContent aria-label="Go to a date" align="end" className="w-64">
        <DatePick day={until?.slice(0, 10) ?? null} onDay={pick} />
      </PopoverContent>
    </Popover>
  );
}

/** Whose acts are shown: everyone's, or one member's. */
function PersonMenu({ person, onPerson }: { person: string | null; onPerson(id: string | null): void }) {
  const [open, setOpen] = useState(false);
  const name = useMemberName(person);
  const pick = (id: string | null) => {
    onPerson(id);
    setOpen(false);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="sm" icon={<User aria-hidden />} className="max-w-40">
          <span className="sr-only">Person: </span>
          <span className="truncate text-text">{person ? (name ?? "Member") : "Everyone"}</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Person" align="end" className="w-64">
        <PersonPick person={person} onPerson={pick} />
      </PopoverContent>
    </Popover>
  );
}
