"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "@/trpc/react";

/** Refetches the teams, and the members that name them. */
function useRefresh() {
  const api = useApi();
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries(api.teams.pathFilter()),
      client.invalidateQueries(api.members.pathFilter()),
    ]);
  };
}

export const useCreateTeam = () => useMutation(useApi().teams.create.mutationOptions({ onSuccess: useRefresh() }));
export const useUpdateTeam = () => useMutation(useApi().teams.update.mutationOptions({ onSettled: useRefresh() }));
export const useDeleteTeam = () => useMutation(useApi().teams.delete.mutationOptions({ onSettled: useRefresh() }));
export const useAddTeamMembers = () =>
  useMutation(useApi().teams.addMembers.mutationOptions({ onSettled: useRefresh() }));
export const useRemoveTeamMembers = () =>
  useMutation(useApi().teams.removeMembers.mutationOptions({ onSettled: useRefresh() }));
