"use client";

import { useQueryClient } from "@tanstack/react-query";
import { getQueryKey } from "@trpc/react-query";
import { nouns } from "@/lib/counted";
import { archiving, restoring, useBulk } from "@/trpc/bulk";
import { api, type RouterInputs } from "@/trpc/react";
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

/** One act on many products with an undo; answers whether all went through. */
function useBulkProducts() {
  const { refresh } = useProductCache();
  const { mutateAsync } = api.products.bulk.useMutation();
  return useBulk<RouterInputs["products"]["bulk"]["action"]>({ mutate: mutateAsync, refresh });
}

/** Archives products and offers to undo it; answers whether all were. */
export function useArchiveProducts() {
  const run = useBulkProducts();
  return (rows: readonly Product[]) => run(rows, archiving(nouns.product));
}

/** Brings archived products back and offers to undo it; answers whether all are. */
export function useRestoreProducts() {
  const run = useBulkProducts();
  return (rows: readonly Product[]) => run(rows, restoring(nouns.product));
}

export function useCreateProduct() {
  const { refresh } = useProductCache();
  return api.products.create.useMutation({ onSuccess: refresh });
}
