"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { DescriptionList, DescriptionRow, SectionHead } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatMoney } from "@/lib/money";
import { editRows, textOf } from "@/trpc/edit-rows";
import { useProductEdits } from "../client";
import type { Product } from "../schema";

/** The left column of a product: every field, edited in place. */
export function ProductDetails({ product }: { product: Product }) {
  const at = useListLocale();
  const { currency } = at;
  const { price } = product;

  const row = editRows(product, useProductEdits());
  return (
    <>
      <SectionHead title="Details" />
      <DescriptionList>
        {row("Name", { kind: "text", value: product.name, required: true, children: product.name }, (value) => ({
          name: String(value),
        }))}
        {row(
          "SKU",
          {
            kind: "text",
            value: product.sku,
            placeholder: "Set a SKU",
            children: <span className="mono">{product.sku}</span>,
          },
          (value) => ({ sku: textOf(value) }),
        )}
        {row(
          "Price",
          {
            kind: "money",
            value: price?.amount ?? null,
            currency: price?.currency ?? currency,
            placeholder: "Set a price",
            children: price && formatMoney(price.amount, price.currency, at),
          },
          (value) => ({
            price: value === null ? null : { amount: Number(value), currency: price?.currency ?? currency },
          }),
        )}
        {row(
          "Description",
          {
            kind: "longText",
            value: product.description,
            placeholder: "Set a description",
          },
          (value) => ({ description: textOf(value) }),
        )}
      </DescriptionList>
      <SectionHead title="Record" line className="mt-3" />
      <DescriptionList>
        <DescriptionRow label="Created">
          <RelativeTime at={product.createdAt} />
        </DescriptionRow>
        <DescriptionRow label="Changed">
          <RelativeTime at={product.updatedAt} />
        </DescriptionRow>
      </DescriptionList>
    </>
  );
}
