"use client";

import { api } from "@/trpc/react";

/** Refetches the teams, and the members that name them. */
function useRefresh() {
  const utils = api.useUtils();
  return async () => {
    await Promise.all([utils.teams.invalidate(), utils.members.invalidate()]);
  };
}

export const useCreateTeam = () => api.teams.create.useMutation({ onSuccess: useRefresh() });
export const useUpdateTeam = () => api.teams.update.useMutation({ onSettled: useRefresh() });
export const useDeleteTeam = () => api.teams.delete.useMutation({ onSettled: useRefresh() });
export const useAddTeamMembers = () => api.teams.addMembers.useMutation({ onSettled: useRefresh() });
export const useRemoveTeamMembers = () => api.teams.removeMembers.useMutation({ onSettled: useRefresh() });
