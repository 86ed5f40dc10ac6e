"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi } from "@/trpc/react";

/** Records of every kind that hold the words of a text, members too: one request for each text. */
export function useRecordSearch(q: string, archived: boolean) {
  const api = useApi();
  const { data, error, isPending, isPlaceholderData } = useQuery(
    api.search.find.queryOptions(
      { q, archived, limit: 6 },
      // Records change in the meantime: known results of a text are shown and refetched.
      { enabled: q !== "", placeholderData: keepPreviousData, staleTime: 0 },
    ),
  );
  return {
    hits: data?.hits ?? [],
    comments: data?.comments ?? [],
    files: data?.files ?? [],
    failure: error,
    busy: isPending || isPlaceholderData,
  };
}
