"use client";

import dynamic from "next/dynamic";
import type { AnyRow } from "@/components/fields/field-columns";
import { products } from "@/modules/crm/products/fields";
import { screenOf } from "@/modules/platform/records/components/noun-screen";
import { withProduct } from "./deals-request";

// The list of products needs neither.
const RecordDeals = dynamic(() => import("./record-deals").then((module) => module.RecordDeals));
const DealsCount = dynamic(() => import("./record-deals").then((module) => module.DealsCount));

/** Products, with the opportunities that sell them. */
export const ProductScreen = screenOf(products, {
  // A phone's row shows the SKU, or the description where there is none.
  own: {
    columns: { sku: { phoneCell: ({ sku, description }: AnyRow) => (sku ?? description ?? null) as string | null } },
  },
  parts: ({ id }) => ({
    tabs: [
      {
        id: "opportunities",
        label: "Opportunities",
        count: <DealsCount of={withProduct(id)} />,
        panel: (
          <RecordDeals
            of={withProduct(id)}
            accounts
            purpose="Deals that sell this product stand here. Add it to a deal on the deal's page."
          />
        ),
      },
    ],
  }),
});
