"use client";

import { useQueryClient } from "@tanstack/react-query";
import { getQueryKey } from "@trpc/react-query";
import { archiveWords, eachByItself, useBulk } from "@/trpc/bulk";
import { api } from "@/trpc/react";
import { recordCache } from "@/trpc/record-cache";
import { type RecordEdits, replaced, useRecordEdits } from "@/trpc/record-edits";
import { applyProductEdit, type ProductEdit } from "./rules";
import { type Product, product } from "./schema";

const productCache = recordCache<Product>(() => ({
  list: getQueryKey(api.products.list),
  get: getQueryKey(api.products.get),
}));

/** Lists and single products, and the timelines that tell what was done with them. */
function useProductCache() {
  const client = useQueryClient();
  const cache = productCache(client);
  const tellAgain = () => client.invalidateQueries({ queryKey: [["events"]] });
  return {
    cache,
    tellAgain,
    refresh: async () => {
      await Promise.all([cache.refresh(), tellAgain()]);
    },
  };
}

/** Edits fields of a product. */
export function useProductEdits(): RecordEdits<Product, ProductEdit> {
  const { cache, tellAgain } = useProductCache();
  const { mutateAsync } = api.products.update.useMutation();
  return useRecordEdits<Product, ProductEdit>({
    schema: product,
    name: ({ name }) => name,
    send: (target, change) => mutateAsync({ ...target, ...change }),
    before: replaced,
    cache,
    apply: applyProductEdit,
    refresh: tellAgain,
  });
}

/** Archives products and offers to undo it; answers whether all were. */
export function useArchiveProducts() {
  const { refresh } = useProductCache();
  const run = useBulk();
  const archive = api.products.archive.useMutation();
  const restore = api.products.restore.useMutation();
  return (rows: readonly Product[]) =>
    run<Product>(rows, {
      send: (some, told) => eachByItself(some, told, archive.mutateAsync),
      undo: (some, told) => eachByItself(some, told, restore.mutateAsync),
      ...archiveWords("products"),
      refresh,
    });
}

/** Brings an archived product back. */
export function useRestoreProduct() {
  const { cache, refresh } = useProductCache();
  return api.products.restore.useMutation({
    onSuccess: async (row) => {
      cache.write(row);
      await refresh();
    },
  });
}

export function useCreateProduct() {
  const { refresh } = useProductCache();
  return api.products.create.useMutation({ onSuccess: refresh });
}
