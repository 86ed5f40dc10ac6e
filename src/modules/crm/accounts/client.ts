"use client";

import { useQueryClient } from "@tanstack/react-query";
import { getQueryKey } from "@trpc/react-query";
import { archiveWithUndo } from "@/trpc/archive";
import { api } from "@/trpc/react";
import { useRecordCache } from "@/trpc/record-cache";
import { applyAccountEdit } from "./rules";
import type { Account } from "./schema";

const useAccountCache = () =>
  useRecordCache<Account>({
    list: getQueryKey(api.accounts.list),
    get: getQueryKey(api.accounts.get),
    groups: getQueryKey(api.accounts.groups),
  });

/** A name or a parent stands in the tree, and every change in the timeline. */
function useRefreshAround(): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: getQueryKey(api.accounts.family) }),
      client.invalidateQueries({ queryKey: [["events"]] }),
    ]);
}

/** Edits fields of an account; the screen shows it at once and takes it back when the server refuses. */
export function useUpdateAccount() {
  const cache = useAccountCache();
  const refreshAround = useRefreshAround();
  return api.accounts.update.useMutation({
    onMutate: ({ id, version: _version, ...edit }) => cache.patch(id, (row) => applyAccountEdit(row, edit)),
    onError: (_error, _input, takeBack) => takeBack?.(),
    onSuccess: async (row) => {
      cache.write(row);
      await refreshAround();
    },
  });
}

/** Puts the state that the server told into every list and page, and asks again for what follows from it. */
export function useShowAccount(): (row: Account) => void {
  const cache = useAccountCache();
  const refreshAround = useRefreshAround();
  return (row) => {
    cache.write(row);
    void refreshAround();
  };
}

/** Archives accounts and offers to undo it. */
export function useArchiveAccounts() {
  const { refresh } = useAccountCache();
  const archive = api.accounts.archive.useMutation();
  const restore = api.accounts.restore.useMutation();
  return (rows: readonly Account[]) =>
    archiveWithUndo(rows, "accounts", { archive: archive.mutateAsync, restore: restore.mutateAsync, refresh });
}

/** Brings an archived account back. */
export function useRestoreAccount() {
  const cache = useAccountCache();
  return api.accounts.restore.useMutation({
    onSuccess: async (row) => {
      cache.write(row);
      await cache.refresh();
    },
  });
}

/** Deletes an account for good; the server refuses while something points to it. */
export function useDeleteAccount() {
  const cache = useAccountCache();
  return api.accounts.delete.useMutation({ onSuccess: () => cache.refresh() });
}

export function useCreateAccount() {
  const cache = useAccountCache();
  return api.accounts.create.useMutation({ onSuccess: () => cache.refresh() });
}
