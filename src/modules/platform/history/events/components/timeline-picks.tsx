"use client";

import { EntryValue } from "@/components/data-table/filter-entry";
import type { FilterField } from "@/components/data-table/filter-fields";
import { OptionList } from "@/components/ui/option-list";
import { usePastMemberSearch } from "@/modules/platform/identity/members/components/member-picker";

const dayField: FilterField = { field: "until", label: "Date", kind: "date" };

export interface DatePickProps {
  day: string | null;
  onDay(day: string): void;
}

/** The date at which a timeline begins. */
export function DatePick({ day, onDay }: DatePickProps) {
  const values = day ? [day] : [];
  return <EntryValue field={dayField} op="is" values={values} apply="Show" onSave={(value) => onDay(String(value))} />;
}

export interface PersonPickProps {
  person: string | null;
  onPerson(id: string | null): void;
}

/** The member whose acts a timeline shows. */
export function PersonPick({ person, onPerson }: PersonPickProps) {
  const search = usePastMemberSearch();
  return (
    <OptionList
      label="Find a member"
      search={search}
      value={person}
      onPick={({ value }) => onPerson(value)}
      {...(person ? { onClear: () => onPerson(null), clearLabel: "Everyone" } : {})}
    />
  );
}
