"use client";

import { Check, Clock, Globe, Pencil, Settings2, Target, User, Users } from "lucide-react";
import { FilterRow } from "@/components/data-table/filter-row";
import { FilterPick, OptionFilter } from "@/components/data-table/option-filter";
import { Button } from "@/components/ui/button";
import { SearchInput } from "@/components/ui/search-input";
import { Segmented } from "@/components/ui/segmented";
import { useMemberName, usePastMemberSearch } from "@/modules/platform/identity/members/components/member-picker";
import { type AuditState, noFilter } from "../client";
import { entityWords } from "../rules";
import { type AuditChannel, auditChannels } from "../schema";
import { places } from "./audit-who";
import { AuditTimeChoice, useTimeText } from "./time-picker";
import { keyNote, useActorPicks } from "./use-actor-picks";
import { useEventPicks } from "./use-event-picks";

export interface AuditFiltersProps {
  state: AuditState;
  onChange(next: Partial<AuditState>): void;
}

interface RecordFilterProps extends AuditFiltersProps {
  /** The name of the one record, where a shown event has it. */
  recordTitle: string | undefined;
}

/** The filters of the log, each as a chip once it is set; one line that scrolls on phones. */
export function AuditFilters({ state, onChange, recordTitle }: RecordFilterProps) {
  const timeText = useTimeText();
  const isFiltered = Object.keys(noFilter).some((key) => state[key as keyof typeof noFilter] !== null);
  return (
    <FilterRow className="no-scrollbar sticky top-0 z-sticky min-h-bar flex-nowrap overflow-x-auto bg-surface pb-0 hairline-t hairline-b phone:py-2 [&>*]:shrink-0">
      <SearchInput
        label="Search the audit log"
        placeholder="Search"
        value={state.q ?? ""}
        onChange={(text) => onChange({ q: text || null })}
        className="w-44"
      />
      <Button
        size="sm"
        variant="ghost"
        icon={state.jobs ? <Check aria-hidden /> : <Settings2 aria-hidden />}
        aria-pressed={state.jobs === true}
        onClick={() => onChange({ jobs: state.jobs ? null : true })}
      >
        Show jobs
      </Button>
      <FilterPick
        label="Time"
        operator="is in"
        icon={<Clock aria-hidden />}
        value={timeText(state)}
        onRemove={() => onChange({ time: null, from: null, to: null })}
      >
        {(done) => <AuditTimeChoice state={state} onChange={onChange} onDone={done} />}
      </FilterPick>
      <WhatFilter state={state} onChange={onChange} />
      <WhoFilter state={state} onChange={onChange} />
      <BehalfFilter state={state} onChange={onChange} />
      <RecordFilter state={state} onChange={onChange} recordTitle={recordTitle} />
      <OptionFilter
        label="Source"
        icon={<Globe aria-hidden />}
        value={state.via && places[state.via]}
        onRemove={() => onChange({ via: null })}
        find="Find a source"
        options={auditChannels.map((value) => ({ value, label: places[value] }))}
        picked={state.via}
        onPick={({ value }) => onChange({ via: value as AuditChannel })}
      />
      {isFiltered ? (
        <Button size="sm" variant="ghost" onClick={() => onChange(noFilter)}>
          Clear filters
        </Button>
      ) : null}
    </FilterRow>
  );
}

const isOrNot = [
  { value: "is", label: "is" },
  { value: "not", label: "is not" },
] as const;

function WhatFilter({ state, onChange }: AuditFiltersProps) {
  const { event, except } = state;
  const { searchEvents, eventName } = useEventPicks(state);
  return (
    <OptionFilter
      label="What"
      operator={except ? "is not" : "is"}
      short={except ? "not" : undefined}
      icon={<Pencil aria-hidden />}
      value={eventName}
      onRemove={() => onChange({ event: null, except: null })}
      find="Find an event"
      search={searchEvents}
      picked={event}
      onPick={({ value }) => onChange({ event: value })}
    >
      <Segmented
        aria-label="Events of this kind"
        look="field"
        className="mb-1"
        options={isOrNot}
        value={except ? "not" : "is"}
        onValueChange={(chosen) => onChange({ except: chosen === "not" || null })}
      />
    </OptionFilter>
  );
}

function WhoFilter({ state, onChange }: AuditFiltersProps) {
  const { search, name } = useActorPicks(state);
  return (
    <OptionFilter
      label="Who"
      icon={<User aria-hidden />}
      value={name}
      onRemove={() => onChange({ member: null, key: null })}
      find="Find a member or an API key"
      search={search}
      picked={state.member ?? state.key}
      onPick={({ value, note }) =>
        // A member who acts themselves acts on behalf of nobody.
        onChange(note === keyNote ? { member: null, key: value } : { member: value, key: null, behalf: null })
      }
    />
  );
}

function BehalfFilter({ state, onChange }: AuditFiltersProps) {
  const search = usePastMemberSearch();
  const member = useMemberName(state.behalf);
  return (
    <OptionFilter
      label="On behalf of"
      icon={<Users aria-hidden />}
      value={state.behalf && (member ?? "Member")}
      onRemove={() => onChange({ behalf: null })}
      find="Find a member"
      search={search}
      picked={state.behalf}
      onPick={({ value }) => onChange({ behalf: value, member: null })}
    />
  );
}

/** A kind of record, of those that the log holds; or one record, chosen in an event of it. */
function RecordFilter({ state, onChange, recordTitle }: RecordFilterProps) {
  const { object, record } = state;
  const { searchObjects } = useEventPicks(state);
  const kind = object && entityWords(object);
  return (
    <OptionFilter
      label="Record"
      icon={<Target aria-hidden />}
      value={kind && record ? `${kind}: ${recordTitle ?? "one record"}` : kind}
      onRemove={() => onChange({ object: null, record: null })}
      find="Find a kind of record"
      search={searchObjects}
      picked={object}
      onPick={({ value }) => onChange({ object: value, record: null, event: null, except: null })}
    />
  );
}
