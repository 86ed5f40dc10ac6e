"use client";

import { getQueryKey } from "@trpc/react-query";
import { archiveWithUndo } from "@/trpc/archive";
import { api } from "@/trpc/react";
import { useRecordCache } from "@/trpc/record-cache";
import { applyProductEdit } from "./rules";
import type { Product } from "./schema";

const useProductCache = () =>
  useRecordCache<Product>({ list: getQueryKey(api.products.list), get: getQueryKey(api.products.get) });

/** Edits fields of a product; the screen shows it at once and takes it back when the server refuses. */
export function useUpdateProduct() {
  const cache = useProductCache();
  return api.products.update.useMutation({
    onMutate: ({ id, version: _version, ...edit }) => cache.patch(id, (row) => applyProductEdit(row, edit)),
    onError: (_error, _input, takeBack) => takeBack?.(),
    onSuccess: (row) => cache.write(row),
  });
}

/** Puts the state that the server told into every list and page. */
export function useShowProduct(): (row: Product) => void {
  return useProductCache().write;
}

/** Archives products and offers to undo it. */
export function useArchiveProducts() {
  const { refresh } = useProductCache();
  const archive = api.products.archive.useMutation();
  const restore = api.products.restore.useMutation();
  return (rows: readonly Product[]) =>
    archiveWithUndo(rows, "products", { archive: archive.mutateAsync, restore: restore.mutateAsync, refresh });
}

/** Brings an archived product back. */
export function useRestoreProduct() {
  const cache = useProductCache();
  return api.products.restore.useMutation({
    onSuccess: async (row) => {
      cache.write(row);
      await cache.refresh();
    },
  });
}

export function useCreateProduct() {
  const cache = useProductCache();
  return api.products.create.useMutation({ onSuccess: () => cache.refresh() });
}
