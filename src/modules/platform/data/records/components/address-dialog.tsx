"use client";

import { z } from "zod";
import { AddressFields } from "@/components/form/address-fields";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { Button } from "@/components/ui/button";
import type { Address } from "@/lib/address";
import { addressInput } from "@/lib/fields/address";
import type { FieldOf } from "@/lib/fields/field";

export interface AddressDialogProps {
  field: FieldOf<"address">;
  value: Address | null;
  /** Of the record. */
  name: string;
  /** Other addresses of the record, which this one can be copied from. */
  others: readonly { label: string; value: Address }[];
  onSave(address: Address): Promise<void>;
  onClose(): void;
}

const schema = z.object({ address: addressInput });
type Values = z.input<typeof schema>;

const whole = (value: Address | null) => ({ street: "", city: "", state: "", postalCode: "", country: "", ...value });

/** Asks for the parts of an address. */
export function AddressDialog({ field, value, name, others, onSave, onClose }: AddressDialogProps) {
  const form = useZodForm(schema, { defaultValues: { address: whole(value) } });
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`${field.label} of ${name}`}
      form={form}
      submit="Save address"
      onSubmit={({ address }) => onSave(address)}
    >
      <AddressFields<Values> name="address" />
      {others.map((other) => (
        <Button
          key={other.label}
          size="sm"
          className="self-start"
          onClick={() => form.setValue("address", whole(other.value), { shouldDirty: true, shouldValidate: true })}
        >
          {`Copy the ${other.label.toLowerCase()}`}
        </Button>
      ))}
    </FormDialog>
  );
}
