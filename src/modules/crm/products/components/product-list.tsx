"use client";

import { Archive } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useDeferredValue, useMemo } from "react";
import { BulkVerb } from "@/components/data-table/bulk-bar";
import { ListPage } from "@/components/data-table/list-page";
import { useListState } from "@/components/data-table/use-list-state";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { listRequest } from "@/lib/list-request";
import { api } from "@/trpc/react";
import { useArchiveProducts, useUpdateProduct } from "../client";
import type { Product } from "../schema";
import { ProductForm } from "./product-form";
import { productColumns, productFilters, productSorts } from "./product-table";

const fieldNames = productFilters.map((filter) => filter.field);
const sortNames = productSorts.map((sort) => sort.field);
const rowId = (row: Product) => row.id;
const rowLabel = (row: Product) => row.name;

/** The page of the price list. */
export function ProductList() {
  const { can, href, locale, currency } = useWorkspace();
  const router = useRouter();
  const [creating, setCreating] = useQueryState("new", parseAsBoolean.withDefault(false));
  const list = useListState({ fields: fieldNames, sortFields: sortNames });
  const input = useDeferredValue(listRequest(list.state));
  const query = api.products.list.useInfiniteQuery(input, {
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
  });
  const columns = useMemo(() => productColumns(locale), [locale]);
  const update = useUpdateProduct();
  const archive = useArchiveProducts();

  async function edit(row: Product, column: string, value: unknown): Promise<void> {
    const price = typeof value === "number" ? { amount: value, currency: row.price?.currency ?? currency } : null;
    await update.mutateAsync({
      id: row.id,
      version: row.version,
      ...(column === "price" ? { price } : { [column]: value }),
    });
  }

  return (
    <>
      <ListPage
        title="Products"
        noun="products"
        locale={locale}
        create={can("product:manage") ? { label: "New product", run: () => void setCreating(true) } : null}
        importHref={can("product:manage") ? href("/settings/imports/new") : null}
        purpose="Products are what you sell, with their list prices. Deals take their lines from here."
        list={list}
        query={query}
        columns={columns}
        fields={productFilters}
        sortFields={productSorts}
        rowId={rowId}
        rowLabel={rowLabel}
        rowHref={(row) => href(`/products/${row.id}`)}
        onOpen={(row) => router.push(href(`/products/${row.id}`))}
        onEdit={edit}
        bulk={({ rows, clear }) => (
          <BulkVerb
            icon={<Archive aria-hidden />}
            onClick={() => {
              clear();
              void archive(rows);
            }}
          >
            Archive
          </BulkVerb>
        )}
      />
      <ProductForm
        open={creating}
        onOpenChange={(open) => void setCreating(open || null)}
        onCreated={(product) => notify.success(`${product.name} created`)}
      />
    </>
  );
}
