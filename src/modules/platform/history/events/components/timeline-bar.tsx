"use client";

import { CalendarDays, Search, User, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { lazyPart } from "@/components/ui/lazy-part";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { SearchInput } from "@/components/ui/search-input";
import { useMemberName } from "@/modules/platform/identity/members/components/member-picker";
import { KindMenu } from "./timeline-kinds";
import type { TimelineLimitsProps } from "./timeline-limits";
import type { DatePickProps, PersonPickProps } from "./timeline-picks";

const DatePick = lazyPart<DatePickProps>(() => import("./timeline-picks").then((part) => part.DatePick), {
  of: "the date",
});
const PersonPick = lazyPart<PersonPickProps>(() => import("./timeline-picks").then((part) => part.PersonPick), {
  of: "the members",
  takesTyping: true,
});

const Limits = lazyPart<TimelineLimitsProps>(() => import("./timeline-limits").then((part) => part.TimelineLimits), {
  of: "the filters",
  loading: null,
});

interface BarProps extends TimelineLimitsProps {
  /** Left: whose timeline it is. */
  scope: ReactNode;
}

/** The filters of a timeline; those that are set and have no control here are chips in a second line. */
export function TimelineBar({ state, set, scope, fieldLabel, laterUntil }: BarProps) {
  const [searching, setSearching] = useState(state.words !== null);
  /** Opened by its button, and not with the page. */
  const [isAsked, setAsked] = useState(false);
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
            setAsked(!searching);
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
          autoFocus={isAsked}
          value={state.words ?? ""}
          onChange={(words) => void set({ words: words || null })}
          className="w-full"
        />
      ) : null}
      {state.field || state.until ? <Limits {...{ state, set, fieldLabel, laterUntil }} /> : null}
    </div>
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
