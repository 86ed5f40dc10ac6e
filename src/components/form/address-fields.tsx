"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import type { FieldPath, FieldValues } from "react-hook-form";
import { SuggestField } from "@/components/form/suggest-field";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import type { addressParts } from "@/lib/address";
import { suggestCountries } from "./suggest-countries";

/** The fields of a postal address in a form; `name` is the field that holds them. */
export function AddressFields<T extends FieldValues>({ name, focus }: { name: FieldPath<T>; focus?: boolean }) {
  const part = (key: (typeof addressParts)[number]) => `${name}.${key}` as FieldPath<T>;
  return (
    <div className="grid grid-cols-2 gap-x-3 gap-y-field-gap">
      <TextField<T>
        name={part("street")}
        label="Street"
        optional
        autoComplete="off"
        autoFocus={focus}
        className="col-span-2"
      />
      <TextField<T> name={part("city")} label="City" optional autoComplete="off" />
      <TextField<T> name={part("state")} label="State" optional autoComplete="off" />
      <TextField<T> name={part("postalCode")} label="Postal code" optional autoComplete="off" />
      <SuggestField<T> name={part("country")} label="Country" optional suggest={suggestCountries} />
    </div>
  );
}

/** An optional address in a longer form: a button shows its fields. */
export function OptionalAddressFields<T extends FieldValues>({ name, label }: { name: FieldPath<T>; label: string }) {
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <Button size="sm" icon={<Plus aria-hidden />} className="self-start" onClick={() => setOpen(true)}>
        {`Add ${label.toLowerCase()}`}
      </Button>
    );
  return (
    <fieldset>
      <legend className="mb-2 font-semibold">{label}</legend>
      <AddressFields<T> name={name} focus />
    </fieldset>
  );
}
