"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useIsPhone } from "@/components/data-table/use-table-metrics";

/** The row that stands open beside its list, and how to show another one or none. */
export interface RowPeek {
  id: string | null;
  show(id: string | null): void;
}

/** Which row is open beside the list, held in the URL. A phone has no room for it. */
export function useRowPeek(): RowPeek | undefined {
  const phone = useIsPhone();
  const [id, setId] = useQueryState("peek", parseAsString);
  if (phone) return undefined;
  return {
    id,
    // Stepping from row to row is one entry of the history: Back leaves the panel, not the row before.
    show: (next) => void setId(next, { history: id !== null && next !== null ? "replace" : "push" }),
  };
}
