"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { api } from "@/trpc/react";

/** Records of every kind that hold the words of a text, members too: one request for each text. */
export function useRecordSearch(q: string, archived: boolean) {
  const { data, error, isPending, isPlaceholderData } = api.search.find.useQuery(
    { q, archived, limit: 6 },
    // Records change in the meantime: known results of a text are shown and refetched.
    { enabled: q !== "", placeholderData: keepPreviousData, staleTime: 0 },
  );
  return { hits: data?.hits ?? [], failure: error, busy: isPending || isPlaceholderData };
}
