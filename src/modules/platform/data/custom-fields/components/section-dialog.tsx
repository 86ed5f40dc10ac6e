"use client";

import { z } from "zod";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import type { NounEntity } from "@/lib/nouns/all";
import { type CustomFieldRow, useOrderCustomFields } from "../client";

const schema = z.object({
  section: z.string().trim().max(60, "The name of a section can have at most 60 characters."),
});

interface SectionDialogProps {
  entity: NounEntity;
  fields: readonly CustomFieldRow[];
  section: string | null;
  onOpenChange: (open: boolean) => void;
}

/** Names a section, which is a heading over some fields; a name that another section has joins the two. */
export function SectionDialog({ entity, fields, section, onOpenChange }: SectionDialogProps) {
  const order = useOrderCustomFields();
  const form = useZodForm(schema, { defaultValues: { section: section ?? "" } });
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      form={form}
      title={section === null ? "Name this section" : `Rename the section ${section}`}
      submit="Save name"
      onSubmit={async (given) => {
        const named = fields.map((field) => ({
          id: field.id,
          section: field.section === section ? given.section || null : field.section,
        }));
        await order.mutateAsync({ entity, order: named });
      }}
    >
      <TextField
        name="section"
        label="Name"
        autoComplete="off"
        autoFocus
        hint="It is the heading above these fields in the details of a record."
      />
    </FormDialog>
  );
}
