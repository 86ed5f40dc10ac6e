"use client";

import type { z } from "zod";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { TextareaField, TextField } from "@/components/form/text-field";
import { MoneyField } from "@/components/form/typed-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { useCreateProduct } from "../client";
import { createProductInput, type Product } from "../schema";

type Values = z.input<typeof createProductInput>;

/** Adds a product to the price list in a dialog. */
export function ProductForm(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCreated: (product: Product) => void;
}) {
  return (
    <Dialog open={props.open} onOpenChange={props.onOpenChange}>
      <DialogContent title="New product">
        <Fields onCreated={props.onCreated} />
      </DialogContent>
    </Dialog>
  );
}

function Fields({ onCreated }: { onCreated: (product: Product) => void }) {
  const { currency } = useWorkspace();
  const create = useCreateProduct();
  const form = useZodForm(createProductInput, {
    defaultValues: { name: "", sku: null, price: null, description: null },
  });
  return (
    <Form
      form={form}
      className="min-h-0 gap-0"
      onSubmit={async (values) => onCreated(await create.mutateAsync(values))}
    >
      <DialogBody className="flex flex-col gap-field-gap">
        <FormError />
        <TextField<Values> name="name" label="Name" autoComplete="off" />
        <TextField<Values> name="sku" label="SKU" optional autoComplete="off" />
        <MoneyField<Values> name="price" label="Price" optional currency={currency} />
        <TextareaField<Values> name="description" label="Description" optional />
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <SubmitButton>Create product</SubmitButton>
      </DialogFooter>
    </Form>
  );
}
