"use client";

import { Layers } from "lucide-react";
import { ChoiceMenu } from "@/components/data-table/choice-menu";

/** A field that a list can be grouped by. */
export interface GroupField {
  field: string;
  label: string;
}

/** "Group: Stage", or no groups. */
export function GroupMenu(props: {
  fields: readonly GroupField[];
  group: string | null;
  onChange(group: string | null): void;
}) {
  const options = props.fields.map(({ field, label }) => ({ value: field, label }));
  return (
    <ChoiceMenu
      label="Group"
      icon={<Layers aria-hidden />}
      value={props.group ?? ""}
      shown={options.find(({ value }) => value === props.group)?.label ?? null}
      options={[{ value: "", label: "No groups" }, ...options]}
      onChange={(field) => props.onChange(field || null)}
    />
  );
}
