"use client";

import { formatMoney } from "@/components/data-table/field-entry";
import { useWorkspace } from "@/components/layout/workspace-context";
import { DescriptionList, DescriptionRow, SectionHead } from "@/components/ui/description-list";
import { InlineEdit, type InlineEditProps } from "@/components/ui/inline-edit";
import { RelativeTime } from "@/components/ui/relative-time";
import { saveEdit } from "@/trpc/save-edit";
import { useShowProduct, useUpdateProduct } from "../client";
import type { ProductEdit } from "../rules";
import { type Product, product as productSchema } from "../schema";

type Edit = Pick<InlineEditProps, "kind" | "value" | "placeholder" | "currency" | "required" | "children">;

/** The left column of a product: every field, edited in place. */
export function ProductDetails({ product }: { product: Product }) {
  const { locale, currency } = useWorkspace();
  const update = useUpdateProduct();
  const show = useShowProduct();
  const { price } = product;

  const row = (label: string, edit: Edit, change: (value: string | number | null) => ProductEdit) => (
    <DescriptionRow label={label}>
      <InlineEdit
        {...edit}
        label={label}
        readOnly={!product.mayEdit}
        onSave={(value) =>
          saveEdit({
            label,
            version: product.version,
            send: (version) => update.mutateAsync({ id: product.id, version, ...change(value) }),
            row: productSchema,
            show,
          })
        }
      />
    </DescriptionRow>
  );
  const text = (value: string | number | null) => (value === null ? null : String(value));
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
          (value) => ({ sku: text(value) }),
        )}
        {row(
          "Price",
          {
            kind: "money",
            value: price?.amount ?? null,
            currency: price?.currency ?? currency,
            placeholder: "Set a price",
            children: price && formatMoney(price.amount, price.currency, locale),
          },
          (value) => ({
            price: value === null ? null : { amount: Number(value), currency: price?.currency ?? currency },
          }),
        )}
        {row(
          "Description",
          {
            kind: "text",
            value: product.description,
            placeholder: "Set a description",
            children: <span className="line-clamp-3 py-1">{product.description}</span>,
          },
          (value) => ({ description: text(value) }),
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
