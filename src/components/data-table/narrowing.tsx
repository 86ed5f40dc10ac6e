"use client";

import type { ReactNode } from "react";
import type { ListState } from "@/components/data-table/list-state";
import type { useListState } from "@/components/data-table/use-list-state";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { SearchInput } from "@/components/ui/search-input";
import { filterSize, noFilter } from "@/lib/list-filter";

interface NarrowingProps {
  /** "accounts": used in the sentences. */
  noun: string;
  list: Pick<ReturnType<typeof useListState>, "state" | "set">;
}

/** Whether a list or board is filtered. */
export function isNarrowed({ filter, q }: Pick<ListState, "filter" | "q">): boolean {
  return filterSize(filter) > 0 || q !== "";
}

/** The search box that filters a list or board by name. */
export function NameSearch({ noun, list }: NarrowingProps) {
  return (
    <SearchInput
      label={`Search ${noun} by name`}
      placeholder="Search by name"
      value={list.state.q}
      onChange={(q) => list.set({ q })}
      className="w-[200px] group-has-[.side-scroll]/bar:w-36 narrow:w-40 narrow:min-w-28 phone:order-first phone:w-full phone:basis-full"
    />
  );
}

/** Shown when there are no archived records, with a link back. */
export function NothingArchived({ noun, list }: NarrowingProps) {
  return (
    <EmptyState
      line={false}
      title="No archived records"
      actions={<Button onClick={() => list.set({ archived: false })}>{`Show ${noun}`}</Button>}
    >
      {`Archived ${noun} are listed here until somebody restores them.`}
    </EmptyState>
  );
}

interface NothingMatchesProps extends NarrowingProps {
  /** Offers that remove a part of the filter only. */
  children?: ReactNode;
}

/** Shown when no row matches, with a button to clear the search and the filters. */
export function NothingMatches({ noun, list, children }: NothingMatchesProps) {
  const { archived, filter, q } = list.state;
  const narrowing = [...(q === "" ? [] : ["search"]), ...(filterSize(filter) > 0 ? ["filters"] : [])].join(" and ");
  return (
    <EmptyState
      line={false}
      title={`No ${archived ? "archived " : ""}${noun} match`}
      actions={
        <>
          {children}
          <Button variant={children ? "ghost" : "secondary"} onClick={() => list.set({ filter: noFilter, q: "" })}>
            {`Clear ${narrowing}`}
          </Button>
        </>
      }
    >
      {`No record matches your ${narrowing}.`}
    </EmptyState>
  );
}
