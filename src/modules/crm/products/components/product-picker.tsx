"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import type { Option } from "@/components/ui/option-list";
import { formatMoney } from "@/lib/money";
import { useApi } from "@/trpc/react";

/** Finds products by name, with their price; the function stays the same while the locale does. */
export function useProductSearch(): (text: string) => Promise<Option[]> {
  const api = useApi();
  const client = useQueryClient();
  const at = useListLocale();
  return useCallback(
    async (text: string) => {
      const products = await client.fetchQuery(api.products.pick.queryOptions({ q: text }));
      return products.map(({ id, name, price }) => ({
        value: id,
        label: name,
        ...(price ? { note: formatMoney(price.amount, price.currency, at) } : {}),
      }));
    },
    [client, api, at],
  );
}
