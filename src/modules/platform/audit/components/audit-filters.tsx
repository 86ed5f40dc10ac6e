"use client";

import { X } from "lucide-react";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Select } from "@/components/ui/select";
import { api } from "@/trpc/react";
import { useMemberName, useMemberSearch } from "../../members/components/member-picker";
import { type AuditState, type AuditTime, noFilter } from "../client";
import { entityWords } from "../rules";
import type { AuditKind } from "../schema";

const any = "any";
const times: { value: AuditTime | typeof any; label: string }[] = [
  { value: any, label: "Any time" },
  { value: "today", label: "Today" },
  { value: "week", label: "Last 7 days" },
  { value: "month", label: "Last 30 days" },
  { value: "quarter", label: "Last 90 days" },
];
const kinds: { value: AuditKind | typeof any; label: string }[] = [
  { value: any, label: "By anyone" },
  { value: "member", label: "By members" },
  { value: "key", label: "By API keys" },
  { value: "job", label: "By Throughline" },
  { value: "staff", label: "By staff" },
];

interface AuditFiltersProps {
  state: AuditState;
  onChange(next: Partial<AuditState>): void;
}

/** The filters of the log; one line that scrolls on phones. */
export function AuditFilters({ state, onChange }: AuditFiltersProps) {
  const isFiltered = Object.keys(noFilter).some((key) => state[key as keyof typeof noFilter] !== null);
  return (
    <div className="flex shrink-0 items-center gap-2 px-edge pb-3 phone:overflow-x-auto [&>*]:shrink-0">
      <Select
        aria-label="Time"
        className="w-36"
        quiet
        size="sm"
        value={state.time ?? any}
        options={times}
        onValueChange={(time) => onChange({ time: time === any ? null : time })}
      />
      <Select
        aria-label="Who"
        className="w-36"
        quiet
        size="sm"
        value={state.by ?? any}
        options={kinds}
        onValueChange={(by) => onChange({ by: by === any ? null : by })}
      />
      <MemberFilter state={state} onChange={onChange} />
      <EventFilters state={state} onChange={onChange} />
      {state.record ? (
        <Button size="sm" icon={<X aria-hidden />} onClick={() => onChange({ record: null })}>
          One record
        </Button>
      ) : null}
      {isFiltered ? (
        <Button size="sm" variant="ghost" onClick={() => onChange(noFilter)}>
          Clear filters
        </Button>
      ) : null}
    </div>
  );
}

function MemberFilter({ state, onChange }: AuditFiltersProps) {
  const search = useMemberSearch();
  const member = useMemberName(state.member);
  return (
    <Combobox
      aria-label="Member"
      quiet
      size="sm"
      clearable
      placeholder="Any member"
      searchLabel="Find a member"
      className="w-40"
      search={search}
      value={state.member}
      selected={state.member ? { value: state.member, label: member ?? "Member" } : null}
      onChange={(option) => onChange({ member: option?.value ?? null })}
    />
  );
}

/** The kind of record, and the event, of those that the log holds. */
function EventFilters({ state, onChange }: AuditFiltersProps) {
  const names = api.audit.names.useQuery({}).data;
  const objects = useMemo(
    () => [...new Set(names?.map(({ entity }) => entity))].map((value) => ({ value, label: entityWords(value) })),
    [names],
  );
  const events = useMemo(
    () =>
      (names ?? [])
        .filter(({ entity }) => state.object === null || entity === state.object)
        .map(({ name, label }) => ({ value: name, label })),
    [names, state.object],
  );
  return (
    <>
      <Combobox
        aria-label="Object"
        quiet
        size="sm"
        clearable
        placeholder="Any object"
        searchLabel="Find an object"
        className="w-36"
        options={objects}
        value={state.object}
        selected={state.object ? { value: state.object, label: entityWords(state.object) } : null}
        onChange={(option) => onChange({ object: option?.value ?? null, record: null, event: null })}
      />
      <Combobox
        aria-label="What"
        quiet
        size="sm"
        clearable
        placeholder="Any event"
        searchLabel="Find an event"
        className="w-48"
        options={events}
        value={state.event}
        selected={state.event ? { value: state.event, label: state.event } : null}
        onChange={(option) => onChange({ event: option?.value ?? null })}
      />
    </>
  );
}
