"use client";

import type { AnyRow } from "@/components/fields/field-columns";
import type { RichText } from "@/lib/rich-text/rich-text";
import { screenOf } from "@/modules/platform/data/records/components/noun-screen";
import { products } from "../fields";

/** Products. A phone's row shows the SKU, or the description where there is none. */
export const ProductScreen = screenOf(products, {
  own: {
    columns: {
      sku: {
        phoneCell: ({ sku, description }: AnyRow) =>
          (sku ?? (description as RichText | null)?.text ?? null) as string | null,
      },
    },
  },
});
