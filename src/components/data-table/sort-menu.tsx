"use client";

import { ArrowUpDown } from "lucide-react";
import { ChoiceMenu } from "@/components/data-table/choice-menu";
import { MenuRadioGroup, MenuRadioItem, MenuSeparator } from "@/components/ui/menu";
import type { Sort } from "@/lib/list";

/** A field that a list can be sorted by. */
export interface SortField {
  field: string;
  label: string;
}

interface SortMenuProps {
  fields: readonly SortField[];
  sort: Sort | null;
  onChange(sort: Sort): void;
  /** The unsorted order, such as "By hand"; offered if there is one. */
  unsorted?: { label: string; onPick(): void };
}

/** "Sort: Close date": the field and the direction. */
export function SortMenu(props: SortMenuProps) {
  const { fields, sort, onChange, unsorted } = props;
  const current = fields.find((field) => field.field === sort?.field) ?? unsorted;
  const options = fields.map(({ field, label }) => ({ value: field, label }));
  return (
    <ChoiceMenu
      label="Sort"
      icon={<ArrowUpDown aria-hidden />}
      value={sort?.field ?? ""}
      shown={current?.label ?? null}
      options={unsorted ? [{ value: "", label: unsorted.label }, ...options] : options}
      onChange={(field) =>
        field === "" ? unsorted?.onPick() : onChange({ field, direction: sort?.direction ?? "asc" })
      }
    >
      {sort ? (
        <>
          <MenuSeparator />
          <MenuRadioGroup
            value={sort.direction}
            onValueChange={(way) => onChange({ ...sort, direction: way === "desc" ? "desc" : "asc" })}
          >
            <MenuRadioItem value="asc">Ascending</MenuRadioItem>
            <MenuRadioItem value="desc">Descending</MenuRadioItem>
          </MenuRadioGroup>
        </>
      ) : null}
    </ChoiceMenu>
  );
}
