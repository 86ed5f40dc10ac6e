"use client";

import { Archive, Parentheses } from "lucide-react";
import type { FilterField } from "@/components/data-table/filter-fields";
import { OptionList } from "@/components/ui/option-list";

/** The first step of the builder: the choice of a field. */
export function FilterFieldList(props: {
  fields: readonly FilterField[];
  onPick(field: FilterField): void;
  /** Offers a group of several filters. */
  onGroup?: (() => void) | undefined;
  /** Offers the archived records. */
  onArchived?: (() => void) | undefined;
}) {
  const options = props.fields.map((field) => ({ value: field.field, label: field.label, icon: field.icon }));
  const group = { value: " group", label: "Filter group", icon: <Parentheses aria-hidden />, note: "any of, all of" };
  const archived = { value: " archived", label: "Archived", icon: <Archive aria-hidden /> };
  return (
    <OptionList
      label="Filter by"
      options={[...options, ...(props.onGroup ? [group] : []), ...(props.onArchived ? [archived] : [])]}
      onPick={(option) => {
        if (option.value === group.value) props.onGroup?.();
        if (option.value === archived.value) props.onArchived?.();
        const field = props.fields.find((candidate) => candidate.field === option.value);
        if (field) props.onPick(field);
      }}
      empty="No field has this name"
    />
  );
}
