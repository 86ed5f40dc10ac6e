"use client";

import { useCallback } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import type { Option } from "@/components/ui/option-list";
import { formatMoney } from "@/lib/money";
import { api } from "@/trpc/react";

/** Finds products by name, with their price; the function stays the same while the locale does. */
export function useProductSearch(): (text: string) => Promise<Option[]> {
  const utils = api.useUtils();
  const at = useListLocale();
  return useCallback(
    async (text: string) => {
      const products = await utils.products.pick.fetch({ q: text });
      return products.map(({ id, name, price }) => ({
        value: id,
        label: name,
        ...(price ? { note: formatMoney(price.amount, price.currency, at) } : {}),
      }));
    },
    [utils, at],
  );
}
