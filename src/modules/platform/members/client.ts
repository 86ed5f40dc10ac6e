"use client";

import { api } from "@/trpc/react";

/** Refetches every list of members and teams. */
export function useRefreshMembers() {
  const utils = api.useUtils();
  return async () => {
    await Promise.all([utils.members.invalidate(), utils.teams.invalidate()]);
  };
}

export function useChangeRole() {
  return api.members.changeRole.useMutation({ onSettled: useRefreshMembers() });
}

export function useRemoveMember() {
  return api.members.remove.useMutation({ onSettled: useRefreshMembers() });
}

export function useCreatePlaceholder() {
  return api.members.createPlaceholder.useMutation({ onSuccess: useRefreshMembers() });
}

export function useUpdateMember() {
  return api.members.update.useMutation({ onSettled: useRefreshMembers() });
}
