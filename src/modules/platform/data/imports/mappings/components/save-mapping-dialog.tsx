"use client";

import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { notify } from "@/components/ui/toast";
import { foldKey } from "@/lib/text";
import { useSaveMapping } from "../../client";
import { useShownFile } from "../../components/shown-import";
import { useMappings } from "../client";
import { mappingName } from "../schema";

interface SaveMapping {
  /** The mapping by which the file is matched. */
  name: string | null;
  onClose: () => void;
}

/** Asks for the name of a mapping; the name of one that exists replaces that one. */
export function SaveMappingDialog({ name: before, onClose }: SaveMapping) {
  const { importId, file } = useShownFile();
  const { data: saved = [] } = useMappings();
  const save = useSaveMapping(importId);
  const form = useZodForm(mappingName, { defaultValues: { name: before ?? file.name.replace(/\.\w+$/, "") } });
  const typed = foldKey(form.watch("name"));
  const replaced = saved.find(({ name }) => foldKey(name) === typed);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Save mapping"
      description="It keeps the fields, formats and decisions of this file. Everyone who may import can use it for files with the same columns."
      form={form}
      asksToDiscard={false}
      submit={replaced ? "Replace mapping" : "Save mapping"}
      onSubmit={async ({ name }) => {
        await save.mutateAsync({ id: importId, fileId: file.id, name, importMappingId: replaced?.id ?? null });
        notify.success(replaced ? `${name} was replaced` : `${name} was saved`);
      }}
    >
      <TextField<{ name: string }>
        name="name"
        label="Name"
        autoComplete="off"
        autoFocus
        {...(replaced ? { hint: "A saved mapping has this name. It is replaced." } : {})}
      />
    </FormDialog>
  );
}
