"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { type RouterOutputs, useApi } from "@/trpc/react";

/** The number of workspaces in each state, of all. */
export const useStaffCounts = () => useQuery(useApi().staff.counts.queryOptions({})).data;

/** An act of the console: everything that it shows is asked again. */
export function useStaffAct() {
  const api = useApi();
  const client = useQueryClient();
  return { onSettled: () => client.invalidateQueries(api.staff.pathFilter()) };
}

/** Paging of the console's lists; work and events that wait are asked again while somebody looks. */
export const staffPages = {
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
  placeholderData: keepPreviousData,
};
export const watched = { refetchInterval: 10_000 };

export type StaffWorkspace = RouterOutputs["staff"]["workspace"];
export type WorkspaceLine = RouterOutputs["staff"]["workspaces"]["rows"][number];
export type OverrideLine = RouterOutputs["staff"]["overrides"]["rows"][number];
