"use client";

import { Archive, ChevronLeft, Parentheses } from "lucide-react";
import { useCallback, useState } from "react";
import type { FilterField } from "@/components/data-table/filter-fields";
import { Button } from "@/components/ui/button";
import { OptionList } from "@/components/ui/option-list";

interface FilterFieldListProps {
  fields: readonly FilterField[];
  onPick(field: FilterField): void;
  /** Offers a group of several filters. */
  onGroup?: (() => void) | undefined;
  /** Offers the archived records. */
  onArchived?: (() => void) | undefined;
}

/** Before the name of a field that leads to those of its record. */
const into = " of ";

/** The first step of the builder: the choice of a field, or of a field of the record that one points to. */
export function FilterFieldList(props: FilterFieldListProps) {
  const [through, setThrough] = useState<FilterField | null>(null);
  if (through) return <RelatedFields through={through} onPick={props.onPick} onBack={() => setThrough(null)} />;
  const options = props.fields.flatMap(({ field, label, icon, related }) => [
    { value: field, label, icon },
    ...(related ? [{ value: `${into}${field}`, label: `${label} ›`, icon, note: "its fields" }] : []),
  ]);
  const group = { value: " group", label: "Filter group", icon: <Parentheses aria-hidden />, note: "any of, all of" };
  const archived = { value: " archived", label: "Archived", icon: <Archive aria-hidden /> };
  return (
    <OptionList
      label="Filter by"
      options={[...options, ...(props.onGroup ? [group] : []), ...(props.onArchived ? [archived] : [])]}
      onPick={({ value }) => {
        if (value === group.value) props.onGroup?.();
        if (value === archived.value) props.onArchived?.();
        const field = props.fields.find((candidate) => [candidate.field, `${into}${candidate.field}`].includes(value));
        if (field && value === field.field) props.onPick(field);
        else if (field) setThrough(field);
      }}
      empty="No field has this name"
    />
  );
}

/** The fields of the record that a field points to. */
function RelatedFields(props: { through: FilterField; onPick(field: FilterField): void; onBack(): void }) {
  const { through, onPick, onBack } = props;
  const [found, setFound] = useState<readonly FilterField[]>([]);
  const search = useCallback(
    async (text: string) => {
      const fields = (await through.related?.()) ?? [];
      setFound(fields);
      const wanted = text.trim().toLocaleLowerCase();
      // "Account › Industry": the head of the list names the account.
      return fields
        .map(({ field, label, icon }) => ({ value: field, label: label.replace(`${through.label} › `, ""), icon }))
        .filter(({ label }) => label.toLocaleLowerCase().includes(wanted));
    },
    [through],
  );
  return (
    <div className="flex min-h-0 flex-col">
      <Button variant="ghost" size="sm" className="mb-1 self-start" icon={<ChevronLeft aria-hidden />} onClick={onBack}>
        All fields
      </Button>
      <OptionList
        label={`Fields of ${through.label}`}
        search={search}
        onPick={({ value }) => {
          const field = found.find((candidate) => candidate.field === value);
          if (field) onPick(field);
        }}
        empty="No field has this name"
      />
    </div>
  );
}
