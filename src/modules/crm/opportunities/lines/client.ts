"use client";

import { usePartWrites } from "@/trpc/part-writes";
import { useOpportunityCache } from "../client";
import { lineParts } from "./fields";

/** Writes product lines of an opportunity. */
export function useLineWrites() {
  const { cache, refresh } = useOpportunityCache();
  return usePartWrites(lineParts, { show: (record) => cache.write(record), refresh });
}
