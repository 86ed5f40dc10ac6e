"use client";

import { keepPreviousData } from "@tanstack/react-query";

/** Paging of a list; the previous query's rows stay until the next ones arrive. */
export const listPages = {
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
  placeholderData: keepPreviousData,
};

/** The groups of a list are fetched only if it has groups. */
export const listGroupsOf = (group: string | null) => ({ enabled: group !== null, placeholderData: keepPreviousData });
