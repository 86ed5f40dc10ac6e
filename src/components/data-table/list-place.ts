import { useEffect } from "react";
import type { ShownTotal } from "@/lib/list-filter";

/** The rows of a list in the order of the screen, as far as they were loaded. */
interface ShownRows {
  ids: readonly string[];
  total: ShownTotal;
}

/** The rows that each list of this tab showed last, by the list's address: a record's page steps through them. */
const shownRows = new Map<string, ShownRows>();

/** Remembers the rows of a list, so that the pages of its records know their place in it. */
export function useRememberedRows(address: string, rows: readonly { id: string }[], total: ShownTotal | undefined) {
  // Pages that are opened later read it: the map is outside of React.
  useEffect(() => {
    if (total !== undefined) rememberRows(address, { ids: rows.map(({ id }) => id), total });
  }, [address, rows, total]);
}

export function rememberRows(address: string, rows: ShownRows): void {
  shownRows.set(address, rows);
}

export interface ListPlace {
  /** From 1. */
  place: number;
  total: ShownTotal;
  previous: string | undefined;
  next: string | undefined;
}

/** The place of a record in the list that this tab showed last; null if the list did not show it. */
export function placeIn(address: string, id: string): ListPlace | null {
  const { ids = [], total = 0 } = shownRows.get(address) ?? {};
  const index = ids.indexOf(id);
  return index < 0 ? null : { place: index + 1, total, previous: ids[index - 1], next: ids[index + 1] };
}
