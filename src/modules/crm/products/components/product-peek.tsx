"use client";

import { PeekRecord } from "@/components/layout/peek-record";
import { useWorkspace } from "@/components/layout/workspace-context";
import { api } from "@/trpc/react";
import type { Product } from "../schema";
import { ProductDetails } from "./product-details";
import { ProductHead, ProductVerbs } from "./product-record";

/** One product beside the list. */
export function ProductPeek({ id, known }: { id: string; known: Product | undefined }) {
  const { href } = useWorkspace();
  const query = api.products.get.useQuery({ id }, { placeholderData: () => known });
  return (
    <PeekRecord query={query} list={{ label: "Products", href: href("/products") }} noun="product">
      {(product) => (
        <>
          <ProductHead product={product} heading="h2" verbs={<ProductVerbs product={product} />} />
          <ProductDetails product={product} />
        </>
      )}
    </PeekRecord>
  );
}
