import type { ReactNode } from "react";
import { FilterBar } from "@/components/data-table/filter-bar";
import type { FilterField } from "@/components/data-table/filter-fields";
import { NameSearch } from "@/components/data-table/narrowing";
import { type SortField, SortMenu } from "@/components/data-table/sort-menu";
import type { useListState } from "@/components/data-table/use-list-state";
import type { Sort } from "@/lib/list";

interface BoardBarProps {
  /** "opportunities" */
  noun: string;
  list: ReturnType<typeof useListState>;
  filters: readonly FilterField[];
  sorts: readonly SortField[];
  /** The order where the address names none: by hand, or a field. */
  unsorted: "By hand" | Sort;
  /** Before the search: sums of the cards. */
  children?: ReactNode;
}

/** Filters, search and sort of a board. */
export function BoardBar({ noun, list, filters, sorts, unsorted, children }: BoardBarProps) {
  const byHand = unsorted === "By hand";
  return (
    <FilterBar fields={filters} filter={list.state.filter} onChange={(filter) => list.set({ filter })}>
      {children}
      <NameSearch noun={noun} list={list} />
      <SortMenu
        fields={sorts}
        sort={list.state.sort ?? (byHand ? null : unsorted)}
        onChange={(sort) => list.set({ sort })}
        {...(byHand ? { unsorted: { label: unsorted, onPick: () => list.set({ sort: null }) } } : {})}
      />
    </FilterBar>
  );
}
