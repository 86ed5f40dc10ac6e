"use client";

import { Parentheses } from "lucide-react";
import type { FilterField } from "@/components/data-table/filter-fields";
import { OptionList } from "@/components/ui/option-list";

/** The first step of the builder: which field. */
export function FilterFieldList(props: {
  fields: readonly FilterField[];
  onPick(field: FilterField): void;
  /** Offers a group of several filters. */
  onGroup?: (() => void) | undefined;
}) {
  const options = props.fields.map((field) => ({ value: field.field, label: field.label, icon: field.icon }));
  const group = { value: " group", label: "Filter group", icon: <Parentheses aria-hidden />, note: "any of, all of" };
  return (
    <OptionList
      label="Filter by"
      options={props.onGroup ? [...options, group] : options}
      onPick={(option) => {
        if (option.value === group.value) props.onGroup?.();
        const field = props.fields.find((candidate) => candidate.field === option.value);
        if (field) props.onPick(field);
      }}
      empty="No field has this name"
    />
  );
}
