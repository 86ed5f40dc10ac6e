"use client";

import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { renameFileInput, type StoredFile } from "../schema";
import { useFileActs } from "./use-file-acts";

const fileName = renameFileInput.pick({ name: true });

export interface FileDialogProps {
  file: StoredFile;
  onClose(): void;
}

/** Asks for another name of a file. */
export function RenameFileDialog({ file, onClose }: FileDialogProps) {
  const { rename } = useFileActs();
  const form = useZodForm(fileName, { defaultValues: { name: file.name } });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`Rename ${file.name}`}
      form={form}
      submit="Save name"
      onSubmit={({ name }) => rename(file, name)}
    >
      <TextField<{ name: string }> name="name" label="Name" autoComplete="off" autoFocus />
    </FormDialog>
  );
}
