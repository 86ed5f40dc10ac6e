"use client";

import { SlidersHorizontal } from "lucide-react";
import { ChoiceMenu } from "@/components/data-table/choice-menu";
import type { FilterField } from "@/components/data-table/filter-fields";
import { LazyFilterPanel } from "@/components/data-table/lazy-filter-panel";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { ListFilter } from "@/lib/list-filter";

const ways = [
  { value: "all", label: "All filters" },
  { value: "any", label: "Any filter" },
] as const;

interface FilterMatchMenuProps {
  fields: readonly FilterField[];
  filter: ListFilter;
  onChange(filter: ListFilter): void;
  /** The panel with all filters. */
  panel: { open: boolean; onOpenChange(open: boolean): void };
}

/** "Match: All": whether all filters of the bar must match, or any one; and all of them below each other. */
export function FilterMatchMenu({ fields, filter, onChange, panel }: FilterMatchMenuProps) {
  return (
    <>
      <span className="shrink-0 phone:hidden">
        <ChoiceMenu
          label="Match"
          align="start"
          value={filter.match}
          shown={filter.match === "any" ? "Any" : "All"}
          options={ways}
          onChange={(match) => onChange({ ...filter, match })}
        />
      </span>
      <Popover {...panel}>
        <PopoverTrigger asChild>
          <Button
            variant="ghost"
            size="sm"
            className="shrink-0"
            icon={<SlidersHorizontal aria-hidden className="desk:hidden" />}
          >
            <span className="phone:sr-only">Edit filters</span>
          </Button>
        </PopoverTrigger>
        <PopoverContent aria-label="Filters" className="w-160 max-w-[calc(100vw-16px)] p-0 phone:max-w-none">
          <LazyFilterPanel fields={fields} filter={filter} onChange={onChange} />
        </PopoverContent>
      </Popover>
    </>
  );
}
