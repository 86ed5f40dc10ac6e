"use client";

import { ArrowUpDown } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
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
  /** The order without a sort, as "By hand"; offered where there is one. */
  unsorted?: { label: string; onPick(): void };
}

/** "Sort: Close date": which field, and which way. */
export function SortMenu(props: SortMenuProps) {
  const { fields, sort, onChange, unsorted } = props;
  const current = fields.find((field) => field.field === sort?.field) ?? unsorted;
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="sm" icon={<ArrowUpDown aria-hidden />}>
          {current ? (
            <span>
              Sort: <span className="text-text">{current.label}</span>
            </span>
          ) : (
            "Sort"
          )}
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuRadioGroup
          value={sort?.field ?? ""}
          onValueChange={(field) =>
            field === "" ? unsorted?.onPick() : onChange({ field, direction: sort?.direction ?? "asc" })
          }
        >
          {unsorted ? <MenuRadioItem value="">{unsorted.label}</MenuRadioItem> : null}
          {fields.map((field) => (
            <MenuRadioItem key={field.field} value={field.field}>
              {field.label}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
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
      </MenuContent>
    </Menu>
  );
}
