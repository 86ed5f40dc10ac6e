"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "@/trpc/react";

/** Refetches every list of members and teams, and the seats of the plan. */
export function useRefreshMembers() {
  const api = useApi();
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries(api.members.pathFilter()),
      client.invalidateQueries(api.teams.pathFilter()),
      client.invalidateQueries(api.plans.pathFilter()),
    ]);
  };
}

export function useChangeRole() {
  const api = useApi();
  return useMutation(api.members.changeRole.mutationOptions({ onSettled: useRefreshMembers() }));
}

export function useRemoveMember() {
  const api = useApi();
  return useMutation(api.members.remove.mutationOptions({ onSettled: useRefreshMembers() }));
}

export function useCreatePlaceholder() {
  const api = useApi();
  return useMutation(api.members.createPlaceholder.mutationOptions({ onSuccess: useRefreshMembers() }));
}

export function useUpdateMember() {
  const api = useApi();
  return useMutation(api.members.update.mutationOptions({ onSettled: useRefreshMembers() }));
}
