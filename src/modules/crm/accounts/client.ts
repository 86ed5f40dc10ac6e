"use client";

import { useQueryClient } from "@tanstack/react-query";
import { getQueryKey } from "@trpc/react-query";
import { nouns } from "@/lib/counted";
import { archiving, restoring, useBulk } from "@/trpc/bulk";
import { api, type RouterInputs } from "@/trpc/react";
import { recordCache } from "@/trpc/record-cache";
import { type RecordEdits, replaced, shownId, useRecordEdits } from "@/trpc/record-edits";
import { type AccountEdit, applyAccountEdit, domainUseText } from "./rules";
import { type Account, account } from "./schema";

const accountCache = recordCache<Account>(() => ({
  list: getQueryKey(api.accounts.list),
  get: getQueryKey(api.accounts.get),
  groups: getQueryKey(api.accounts.groups),
}));

/** Lists and single accounts, and what follows from them: the tree, the timelines, the deals that name them. */
function useAccountCache() {
  const client = useQueryClient();
  const cache = accountCache(client);
  const refreshAround = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: getQueryKey(api.accounts.family) }),
      client.invalidateQueries({ queryKey: [["events"]] }),
      client.invalidateQueries({ queryKey: [["opportunities"]] }),
    ]);
  return {
    cache,
    /** After an edit: rows stay where they are, whatever a list is sorted by. */
    refreshAround: () => Promise.all([cache.recount(), refreshAround()]),
    /** After what brings rows or takes them away. */
    refresh: async () => {
      await Promise.all([cache.refresh(), refreshAround()]);
    },
  };
}

/** Edits fields of an account. */
export function useAccountEdits(): RecordEdits<Account, AccountEdit> {
  const { cache, refreshAround } = useAccountCache();
  const { mutateAsync } = api.accounts.update.useMutation();
  const { client } = api.useUtils();
  return useRecordEdits<Account, AccountEdit>({
    schema: account,
    name: ({ name }) => name,
    send: (target, change) => mutateAsync({ ...target, ...change }),
    before: (row, change) => replaced(row, change, { ownerId: shownId(row.owner), parentId: shownId(row.parent) }),
    cache,
    apply: applyAccountEdit,
    warning: async ({ id, domain }, change) =>
      change.domain && domain ? domainUseText(await client.accounts.domainUse.query({ domain, id })) : null,
    refresh: refreshAround,
  });
}

/** One act on many accounts with an undo; answers whether all went through. */
export function useBulkAccounts() {
  const { refresh } = useAccountCache();
  const { mutateAsync } = api.accounts.bulk.useMutation();
  return useBulk<RouterInputs["accounts"]["bulk"]["action"]>({ mutate: mutateAsync, refresh });
}

/** Archives accounts and offers to undo it; answers whether all were. */
export function useArchiveAccounts() {
  const run = useBulkAccounts();
  return (rows: readonly Account[]) => run(rows, archiving(nouns.account));
}

/** Brings archived accounts back and offers to undo it; answers whether all are. */
export function useRestoreAccounts() {
  const run = useBulkAccounts();
  return (rows: readonly Account[]) => run(rows, restoring(nouns.account));
}

/** Deletes an account for good; the server refuses while something points to it. */
export function useDeleteAccount() {
  const { refresh } = useAccountCache();
  return api.accounts.delete.useMutation({ onSuccess: refresh });
}

export function useCreateAccount() {
  const { refresh } = useAccountCache();
  return api.accounts.create.useMutation({ onSuccess: refresh });
}
