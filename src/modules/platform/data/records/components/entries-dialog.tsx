"use client";

import { z } from "zod";
import { EntriesFormField } from "@/components/fields/form-fields";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import type { Entry } from "@/lib/fields/entries";
import { emailsInput, phonesInput } from "@/lib/fields/entry-schemas";
import type { FieldOf } from "@/lib/fields/field";

export interface EntriesDialogProps {
  field: FieldOf<"emails" | "phones">;
  value: readonly Entry[] | null;
  /** Of the record. */
  name: string;
  onSave(entries: readonly Entry[] | null): Promise<void>;
  onClose(): void;
}

const emailsSchema = z.object({ entries: emailsInput });
const phonesSchema = z.object({ entries: phonesInput });

/** Asks for the addresses or numbers of a record. */
export function EntriesDialog({ field, value, name, onSave, onClose }: EntriesDialogProps) {
  const schema = (field.kind === "emails" ? emailsSchema : phonesSchema) as unknown as typeof emailsSchema;
  const entries = (value ?? []).map((entry) => ({ value: entry.value, type: entry.type })) as z.input<
    typeof emailsInput
  >;
  const form = useZodForm(schema, { defaultValues: { entries } });
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`${field.label} of ${name}`}
      form={form}
      submit="Save"
      onSubmit={({ entries: next }) => onSave(next.length > 0 ? (next as Entry[]) : null)}
    >
      <EntriesFormField name="entries" field={field} />
    </FormDialog>
  );
}
