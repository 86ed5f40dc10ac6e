"use client";

import { getQueryKey } from "@trpc/react-query";
import { notify } from "@/components/ui/toast";
import { api } from "@/trpc/react";
import { useRecordCache } from "@/trpc/record-cache";
import { applyAccountEdit } from "./rules";
import type { Account } from "./schema";

const useAccountCache = () =>
  useRecordCache<Account>({ list: getQueryKey(api.accounts.list), get: getQueryKey(api.accounts.get) });

/** Edits fields of an account; the screen shows it at once and takes it back when the server refuses. */
export function useUpdateAccount() {
  const cache = useAccountCache();
  return api.accounts.update.useMutation({
    onMutate: ({ id, version: _version, ...edit }) => cache.patch(id, (row) => applyAccountEdit(row, edit)),
    onError: (_error, _input, takeBack) => takeBack?.(),
    onSuccess: (row) => cache.write(row),
  });
}

/** Archives accounts one by one and offers to undo it; what was refused is told with its reason. */
export function useArchiveAccounts() {
  const cache = useAccountCache();
  const archive = api.accounts.archive.useMutation();
  const restore = api.accounts.restore.useMutation();

  return async function run(rows: readonly Pick<Account, "id" | "version" | "name">[]): Promise<void> {
    const results = await Promise.allSettled(rows.map(({ id, version }) => archive.mutateAsync({ id, version })));
    const done = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    const refused = results.find((result) => result.status === "rejected");
    await cache.refresh();
    if (refused)
      notify.error(refused.reason instanceof Error ? refused.reason.message : "Some accounts were not archived.");
    if (done.length === 0) return;
    const first = done[0];
    notify.undo(
      done.length === 1 && first ? `${first.name} archived` : `${done.length} accounts archived`,
      async () => {
        await Promise.allSettled(done.map(({ id, version }) => restore.mutateAsync({ id, version })));
        await cache.refresh();
      },
    );
  };
}

export function useCreateAccount() {
  const cache = useAccountCache();
  return api.accounts.create.useMutation({ onSuccess: () => cache.refresh() });
}
