"use client";

import { Search } from "lucide-react";
import type { ListState } from "@/components/data-table/list-state";
import type { useListState } from "@/components/data-table/use-list-state";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { filterSize, noFilter } from "@/lib/list";

interface NarrowingProps {
  /** "accounts": stands in the sentences. */
  noun: string;
  list: Pick<ReturnType<typeof useListState>, "state" | "set">;
}

/** Whether a list or board shows less than all there is. */
export function isNarrowed({ filter, q }: Pick<ListState, "filter" | "q">): boolean {
  return filterSize(filter) > 0 || q !== "";
}

/** The box that narrows a list or board to a part of the name. */
export function NameSearch({ noun, list }: NarrowingProps) {
  return (
    <Input
      size="sm"
      type="search"
      aria-label={`Search ${noun} by name`}
      placeholder="Search by name"
      className="text-ellipsis"
      frameClassName="w-[200px] phone:min-w-0 phone:flex-1"
      before={<Search aria-hidden />}
      value={list.state.q}
      onChange={(event) => list.set({ q: event.target.value })}
    />
  );
}

/** In the place of the rows where nothing was archived, with the way back. */
export function NothingArchived({ noun, list }: NarrowingProps) {
  return (
    <EmptyState
      line={false}
      title="Nothing is archived"
      actions={<Button onClick={() => list.set({ archived: false })}>{`Show ${noun}`}</Button>}
    >
      {`What leaves the ${noun} by Archive is here until somebody restores it.`}
    </EmptyState>
  );
}

/** In the place of the rows when none fits, with the way out. */
export function NothingMatches({ noun, list }: NarrowingProps) {
  return (
    <EmptyState
      line={false}
      title={`No ${list.state.archived ? "archived " : ""}${noun} match`}
      actions={<Button onClick={() => list.set({ filter: noFilter, q: "" })}>Clear filters</Button>}
    >
      Nothing here fits the filters above.
    </EmptyState>
  );
}
