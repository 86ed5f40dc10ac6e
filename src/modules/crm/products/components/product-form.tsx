"use client";

import type { z } from "zod";
import { FormDialog } from "@/components/form/form-dialog";
import { TextareaField, TextField } from "@/components/form/text-field";
import { MoneyField } from "@/components/form/typed-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { useWorkspace } from "@/components/layout/workspace-context";
import { useCreateProduct } from "../client";
import { createProductInput, type Product } from "../schema";

type Values = z.input<typeof createProductInput>;

/** Adds a product to the price list in a dialog. */
export function ProductForm(props: {
  open: boolean;
  onOpenChange: (open: boolean) => unknown;
  onCreated: (product: Product) => void;
}) {
  const { currency } = useWorkspace();
  const create = useCreateProduct();
  const form = useZodForm(createProductInput, {
    defaultValues: { name: "", sku: null, price: null, description: null },
  });
  return (
    <FormDialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title="New product"
      form={form}
      submit="Create product"
      onSubmit={create.mutateAsync}
      onDone={props.onCreated}
    >
      <TextField<Values> name="name" label="Name" autoComplete="off" />
      <TextField<Values> name="sku" label="SKU" optional nullable autoComplete="off" />
      <MoneyField<Values> name="price" label="Price" optional currency={currency} />
      <TextareaField<Values> name="description" label="Description" optional nullable />
    </FormDialog>
  );
}
