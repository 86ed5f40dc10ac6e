"use client";

import { useQuery } from "@tanstack/react-query";
import { useApi } from "@/trpc/react";
import { LazyCompleteDialog } from "./lazy-layers";

/** The question about the result of an activity that the page knows by its id alone, and about what comes next. */
export function CompleteById({ id, onClose }: { id: string; onClose(): void }) {
  const { data } = useQuery(useApi().activities.get.queryOptions({ id }));
  return data ? <LazyCompleteDialog activity={data} onClose={onClose} /> : null;
}
