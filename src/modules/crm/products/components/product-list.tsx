"use client";

import type { AnyRow } from "@/components/fields/field-columns";
import { NounList } from "@/modules/platform/records/components/noun-list";
import { products } from "../fields";

/** A phone's row shows the SKU, else the description. */
const own = {
  columns: { sku: { phoneCell: ({ sku, description }: AnyRow) => (sku ?? description ?? null) as string | null } },
};

/** The page of the price list. */
export function ProductList() {
  return <NounList noun={products} own={own} />;
}
