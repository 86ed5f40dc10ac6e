"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { api, type RouterOutputs } from "@/trpc/react";

/** The number of workspaces in each state, of all. */
export const useStaffCounts = () => api.staff.counts.useQuery({}).data;

/** An act of the console: everything that it shows is asked again. */
export function useStaffAct() {
  const utils = api.useUtils();
  return { onSettled: () => utils.staff.invalidate() };
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
