"use client";

import type { FilterField } from "@/components/data-table/filter-fields";
import { OptionList } from "@/components/ui/option-list";

/** The first step of the builder: which field. */
export function FilterFieldList(props: { fields: readonly FilterField[]; onPick(field: FilterField): void }) {
  const options = props.fields.map((field) => ({ value: field.field, label: field.label, icon: field.icon }));
  return (
    <OptionList
      label="Filter by"
      options={options}
      onPick={(option) => {
        const field = props.fields.find((candidate) => candidate.field === option.value);
        if (field) props.onPick(field);
      }}
      empty="No field has this name"
    />
  );
}
