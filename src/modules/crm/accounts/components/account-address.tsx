"use client";

import { useState } from "react";
import { z } from "zod";
import { AddressFields } from "@/components/form/address-fields";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { Button } from "@/components/ui/button";
import { DescriptionRow } from "@/components/ui/description-list";
import { type Address, addressLines } from "@/lib/address";
import { givenAddress } from "@/lib/fields/address";
import { useAccountEdits } from "../client";
import type { Account } from "../schema";

const fields = {
  billingAddress: {
    label: "Billing address",
    row: "Billing",
    other: "shippingAddress",
    copy: "Copy the shipping address",
  },
  shippingAddress: {
    label: "Shipping address",
    row: "Shipping",
    other: "billingAddress",
    copy: "Copy the billing address",
  },
} as const;
type Field = keyof typeof fields;

/** One address of an account as it is written on an envelope; a click asks for its parts, saved as one change. */
export function AddressRow({ account, field }: { account: Account; field: Field }) {
  const [editing, setEditing] = useState(false);
  const { label, row } = fields[field];
  const lines = addressLines(account[field]);
  const shown =
    lines.length > 0 ? (
      <span className="wrap-anywhere min-w-0 whitespace-pre-line py-[5px]">{lines.join("\n")}</span>
    ) : (
      <span className="truncate text-faint">{account.mayEdit ? "Set an address" : "–"}</span>
    );
  return (
    <DescriptionRow label={row}>
      {account.mayEdit ? (
        <button
          type="button"
          data-inline-edit=""
          onClick={() => setEditing(true)}
          className="-mr-2 -ml-[9px] flex min-h-7 min-w-0 flex-1 items-center self-stretch rounded-sm pr-2 pl-[9px] text-left transition-colors duration-instant hover:bg-surface-hover"
        >
          <span className="sr-only">{`Edit ${label}: `}</span>
          {shown}
        </button>
      ) : (
        shown
      )}
      {editing ? <AddressDialog account={account} field={field} onClose={() => setEditing(false)} /> : null}
    </DescriptionRow>
  );
}

const schema = z.object({ address: givenAddress });
type Values = z.input<typeof schema>;

const whole = (value: Address | null) => ({ street: "", city: "", state: "", postalCode: "", country: "", ...value });

function AddressDialog({ account, field, onClose }: { account: Account; field: Field; onClose: () => void }) {
  const edits = useAccountEdits();
  const { label, other, copy } = fields[field];
  const form = useZodForm(schema, { defaultValues: { address: whole(account[field]) } });
  const others = account[other];
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`${label} of ${account.name}`}
      form={form}
      submit="Save address"
      onSubmit={(values) => edits.send(account, label, { [field]: values.address })}
    >
      <AddressFields<Values> name="address" />
      {others ? (
        <Button
          size="sm"
          className="self-start"
          onClick={() => form.setValue("address", whole(others), { shouldDirty: true, shouldValidate: true })}
        >
          {copy}
        </Button>
      ) : null}
    </FormDialog>
  );
}
