"use client";

import type { z } from "zod";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { customName } from "@/lib/fields/custom";
import { type NounEntity, nouns } from "@/lib/nouns/all";
import { type CustomFieldRow, useCreateCustomField, useUpdateCustomField } from "../client";
import { uniqueKinds } from "../rules";
import { FieldInputs } from "./field-inputs";
import { fieldValues, settingsFrom, startOf } from "./field-values";

interface FieldDialogProps {
  entity: NounEntity;
  /** The headings that exist. */
  sections: readonly string[];
  section: string | null;
  /** The field to change; without one a new one is created. */
  field?: CustomFieldRow;
  onOpenChange: (open: boolean) => void;
}

/** Creates a custom field, or changes all of one but its kind. */
export function FieldDialog({ entity, sections, section, field, onOpenChange }: FieldDialogProps) {
  const { currency } = useWorkspace();
  const form = useZodForm(fieldValues, { defaultValues: startOf(field, section, currency) });
  const create = useCreateCustomField();
  const update = useUpdateCustomField();
  const { many } = nouns[entity];

  async function submit(given: z.output<typeof fieldValues>) {
    const { kind, adding: _, ...values } = given;
    const isUnique = given.unique && uniqueKinds.includes(kind);
    const input = {
      ...values,
      required: given.required && kind !== "boolean",
      unique: isUnique,
      initial: isUnique ? null : (given.initial ?? null),
      settings: settingsFrom(given),
    };
    if (field) {
      await update.mutateAsync({ id: field.id, version: field.version, ...input });
      notify.success(`${given.label} was saved`);
      return;
    }
    const made = await create.mutateAsync({ entity, kind, ...input });
    notify.success(`${made.label} was created. Its API name is ${customName(made.key)}.`);
  }

  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      form={form}
      size="lg"
      title={field ? `Edit ${field.label}` : `New field for ${many}`}
      description={field ? `API name: ${customName(field.key)}` : undefined}
      submit={field ? "Save field" : "Create field"}
      onSubmit={submit}
    >
      <FieldInputs entity={entity} sections={sections} field={field} />
    </FormDialog>
  );
}
