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

/** "Sort: Close date": which field, and which way. */
export function SortMenu(props: { fields: readonly SortField[]; sort: Sort | null; onChange(sort: Sort): void }) {
  const { fields, sort, onChange } = props;
  const current = fields.find((field) => field.field === sort?.field);
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
          onValueChange={(field) => onChange({ field, direction: sort?.direction ?? "asc" })}
        >
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
