"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useIsPhone } from "@/components/data-table/use-table-metrics";

/** The row that is open beside its list, and the function that changes or closes it. */
export interface RowPeek {
  id: string | null;
  show(id: string | null): void;
}

/** The row that is open beside the list, stored in the URL. A phone has no room for it. */
export function useRowPeek(): RowPeek | undefined {
  const phone = useIsPhone();
  const [id, setId] = useQueryState("peek", parseAsString);
  if (phone) return undefined;
  return {
    id,
    // Stepping through rows is one history entry: Back closes the panel and does not return to the previous row.
    show: (next) => void setId(next, { history: id !== null && next !== null ? "replace" : "push" }),
  };
}
