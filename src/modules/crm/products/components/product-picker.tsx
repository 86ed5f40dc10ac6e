"use client";

import { useCallback } from "react";
import { formatMoney } from "@/components/data-table/field-entry";
import { useListLocale } from "@/components/data-table/list-locale";
import type { Option } from "@/components/ui/option-list";
import { api } from "@/trpc/react";

/** Finds products by name, with their price; the same function while the locale is. */
export function useProductSearch(): (text: string) => Promise<Option[]> {
  const utils = api.useUtils();
  const { locale } = useListLocale();
  return useCallback(
    async (text: string) => {
      const products = await utils.products.pick.fetch({ q: text });
      return products.map(({ id, name, price }) => ({
        value: id,
        label: name,
        ...(price ? { note: formatMoney(price.amount, price.currency, locale) } : {}),
      }));
    },
    [utils, locale],
  );
}
