"use client";

import { useMemo } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { ListPage } from "@/components/data-table/list-page";
import { useListState } from "@/components/data-table/use-list-state";
import { listPages } from "@/trpc/pages";
import { api } from "@/trpc/react";
import { useArchiveProducts, useProductEdits, useRestoreProducts } from "../client";
import type { Product } from "../schema";
import { ProductForm } from "./product-form";
import { ProductPeek } from "./product-peek";
import { productColumns, productFilters, productSorts } from "./product-table";

const fieldNames = productFilters.map((filter) => filter.field);
const sortNames = productSorts.map((sort) => sort.field);

/** The page of the price list. */
export function ProductList() {
  const at = useListLocale();
  const list = useListState({ fields: fieldNames, sortFields: sortNames, archives: true });
  const query = api.products.list.useInfiniteQuery(list.request, listPages);
  const columns = useMemo(() => productColumns(at), [at]);
  const edits = useProductEdits();
  const archive = useArchiveProducts();
  const restore = useRestoreProducts();

  function edit(row: Product, column: string, value: unknown, label: string): Promise<void> {
    const price = typeof value === "number" ? { amount: value, currency: row.price?.currency ?? at.currency } : null;
    return edits.save(row, label, column === "price" ? { price } : { [column]: value });
  }

  return (
    <ListPage
      entity="product"
      title="Products"
      noun="products"
      path="/products"
      create={{
        label: "New product",
        permission: "product:manage",
        dialog: (given) => <ProductForm {...given} />,
      }}
      importPermission="product:manage"
      purpose="Products are what you sell, with their list prices. Deals take their lines from here."
      list={list}
      query={query}
      columns={columns}
      fields={productFilters}
      sortFields={productSorts}
      onEdit={edit}
      onArchive={archive}
      onRestore={restore}
      beside={(id, known) => <ProductPeek id={id} known={known} />}
    />
  );
}
