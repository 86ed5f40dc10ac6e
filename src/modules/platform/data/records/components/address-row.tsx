"use client";

import { useState } from "react";
import { z } from "zod";
import { AddressFields } from "@/components/form/address-fields";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { Button } from "@/components/ui/button";
import { DescriptionRow } from "@/components/ui/description-list";
import { type Address, addressLines } from "@/lib/address";
import { addressInput } from "@/lib/fields/address";
import type { FieldOf } from "@/lib/fields/field";

interface AddressRowProps {
  field: FieldOf<"address">;
  value: Address | null;
  /** Of the record. */
  name: string;
  mayEdit: boolean;
  /** Other addresses of the record, which this one can be copied from. */
  others: readonly { label: string; value: Address }[];
  onSave(address: Address): Promise<void>;
}

/** One address of a record as it is written on an envelope; a click asks for its parts, saved as one change. */
export function AddressRow(props: AddressRowProps) {
  const { field, value, mayEdit } = props;
  const [editing, setEditing] = useState(false);
  const lines = addressLines(value);
  const shown =
    lines.length > 0 ? (
      <span className="wrap-anywhere min-w-0 whitespace-pre-line py-[5px]">{lines.join("\n")}</span>
    ) : (
      <span className="truncate text-faint">{mayEdit ? "Set an address" : "–"}</span>
    );
  return (
    <DescriptionRow label={field.shortLabel ?? field.label}>
      {mayEdit ? (
        <button
          type="button"
          data-inline-edit=""
          onClick={() => setEditing(true)}
          className="-mr-2 -ml-[9px] flex min-h-7 min-w-0 flex-1 items-center self-stretch rounded-sm pr-2 pl-[9px] text-left transition-colors duration-instant hover:bg-surface-hover"
        >
          <span className="sr-only">{`Edit ${field.label}: `}</span>
          {shown}
        </button>
      ) : (
        shown
      )}
      {editing ? <AddressDialog {...props} onClose={() => setEditing(false)} /> : null}
    </DescriptionRow>
  );
}

const schema = z.object({ address: addressInput });
type Values = z.input<typeof schema>;

const whole = (value: Address | null) => ({ street: "", city: "", state: "", postalCode: "", country: "", ...value });

function AddressDialog({ field, value, name, others, onSave, onClose }: AddressRowProps & { onClose: () => void }) {
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
