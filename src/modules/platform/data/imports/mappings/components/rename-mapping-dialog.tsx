"use client";

import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { useRenameMapping } from "../client";
import { type ImportMapping, mappingName } from "../schema";

/** Asks for another name of a saved mapping. */
export function RenameMappingDialog({ mapping, onClose }: { mapping: ImportMapping; onClose: () => void }) {
  const rename = useRenameMapping();
  const form = useZodForm(mappingName, { defaultValues: { name: mapping.name } });
  const { id, version } = mapping;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`Rename ${mapping.name}`}
      form={form}
      submit="Save name"
      onSubmit={({ name }) => rename.mutateAsync({ id, version, name })}
    >
      <TextField<{ name: string }> name="name" label="Name" autoComplete="off" autoFocus />
    </FormDialog>
  );
}
