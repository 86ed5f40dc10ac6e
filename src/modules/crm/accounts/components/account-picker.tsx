"use client";

import { useCallback, useMemo } from "react";
import { AccountMark } from "@/components/ui/account-mark";
import type { Option } from "@/components/ui/option-list";
import { wellFormedIds } from "@/lib/zod";
import { api } from "@/trpc/react";

const option = (account: { id: string; name: string }): Option => ({
  value: account.id,
  label: account.name,
  icon: <AccountMark name={account.name} size={16} />,
});

/** Finds accounts by name; the same function on every render. */
export function useAccountSearch(): (text: string) => Promise<Option[]> {
  const utils = api.useUtils();
  return useCallback(async (text: string) => (await utils.accounts.pick.fetch({ q: text })).map(option), [utils]);
}

/** Accounts as the values of a filter: found by name, and named by their ids, archived ones too. */
export function useAccountPicks() {
  const utils = api.useUtils();
  const search = useAccountSearch();
  return useMemo(
    () => ({
      search,
      lookup: async (ids: readonly string[]) => {
        return (await utils.accounts.pick.fetch({ ids: wellFormedIds(ids) })).map(option);
      },
    }),
    [utils, search],
  );
}
