"use client";

import { useCallback } from "react";
import { AccountMark } from "@/components/ui/account-mark";
import type { Option } from "@/components/ui/option-list";
import { api } from "@/trpc/react";

/** Finds accounts by name; the same function on every render. */
export function useAccountSearch(): (text: string) => Promise<Option[]> {
  const utils = api.useUtils();
  return useCallback(
    async (text: string) => {
      const accounts = await utils.accounts.pick.fetch({ q: text });
      return accounts.map((account) => ({
        value: account.id,
        label: account.name,
        icon: <AccountMark name={account.name} size={16} />,
      }));
    },
    [utils],
  );
}
