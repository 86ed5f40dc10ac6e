"use client";

import dynamic from "next/dynamic";
import type { AnyRow } from "@/components/fields/field-columns";
import { products } from "@/modules/crm/products/fields";
import { screenOf } from "@/modules/platform/records/components/noun-screen";
import { Streamed } from "@/trpc/streamed";
import { withProduct } from "./related-requests";

// The list of products needs neither.
const RelatedOpportunities = dynamic(() =>
  import("./related-opportunities").then((module) => module.RelatedOpportunities),
);
const RelatedCount = dynamic(() => import("./related-opportunities").then((module) => module.RelatedCount));

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
        count: (
          <Streamed of={["opportunities"]}>
            <RelatedCount of={withProduct(id)} />
          </Streamed>
        ),
        panel: (
          <Streamed of={["opportunities", "stages"]}>
            <RelatedOpportunities
              of={withProduct(id)}
              accounts
              purpose="Opportunities with this product appear here. Add the product on an opportunity's page."
            />
          </Streamed>
        ),
      },
    ],
  }),
});
