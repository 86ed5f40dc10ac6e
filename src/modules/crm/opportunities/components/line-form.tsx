"use client";

import { z } from "zod";
import { ComboboxField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { MoneyField, NumberField } from "@/components/form/typed-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { money } from "@/lib/zod";
import { useProductSearch } from "../../products/components/product-picker";
import { useLineWrites } from "../lines/client";
import { addLineInput } from "../lines/schema";
import type { Opportunity } from "../schema";

/** The input of the operation, with the price as people type it and an empty description as none. */
const schema = addLineInput
  .pick({ productId: true, quantity: true })
  .extend({ unitPrice: money.nullable(), description: z.string().max(200, "Use at most 200 characters.") });
type Values = z.input<typeof schema>;

/** Adds a product to an opportunity; without a price it takes the product's. */
export function LineForm({
  opportunity,
  open,
  onOpenChange,
}: {
  opportunity: Opportunity;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { add } = useLineWrites();
  const search = useProductSearch();
  const form = useZodForm(schema, {
    defaultValues: { productId: "", quantity: 1, unitPrice: null, description: "" },
  });
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Add a product to ${opportunity.name}`}
      form={form}
      submit="Add product"
      onSubmit={async ({ productId, quantity, unitPrice, description }) => {
        await add(opportunity, {
          productId,
          quantity,
          description: description.trim() || null,
          ...(unitPrice ? { unitPrice: unitPrice.amount } : {}),
        });
      }}
    >
      <ComboboxField<Values> name="productId" label="Product" search={search} placeholder="Find a product" />
      <NumberField<Values> name="quantity" label="Quantity" />
      <MoneyField<Values>
        name="unitPrice"
        label="Unit price"
        optional
        currency={opportunity.currency}
        hint="Leave it empty to use the list price."
      />
      <TextField<Values> name="description" label="Note" optional autoComplete="off" />
    </FormDialog>
  );
}
