"use client";

import { z } from "zod";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { notify } from "@/components/ui/toast";
import { nounOf } from "@/lib/nouns/all";
import { andList, capital } from "@/lib/text";
import { OptionsField, withLines } from "../../components/options-field";
import { fieldOption } from "../../schema";
import { type OptionListRow, useUpdateOptionList } from "../client";

const values = z.object({
  settings: z.object({ options: z.array(fieldOption) }),
  /** An option that is typed and not yet added. */
  adding: z.string(),
});

interface OptionsDialogProps {
  list: OptionListRow;
  onOpenChange: (open: boolean) => void;
}

/** Adds, renames, orders and archives the options of a built-in choice. */
export function OptionsDialog({ list, onOpenChange }: OptionsDialogProps) {
  const start = list.options.map(({ builtIn: _, ...option }) => option);
  const form = useZodForm(values, { defaultValues: { settings: { options: start }, adding: "" } });
  const update = useUpdateOptionList();
  const objects = list.fields.map(({ entity }) => nounOf(entity)?.many ?? entity);

  async function submit({ settings, adding }: z.output<typeof values>) {
    const options = withLines(settings.options, adding);
    await update.mutateAsync({ name: list.name, version: list.version, options });
    notify.success(`The options of ${list.label} were saved`);
  }

  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      form={form}
      size="lg"
      title={`Options of ${list.label}`}
      description={`${capital(andList(objects))} have this field. Records keep archived options, and nobody can choose them again.`}
      submit="Save options"
      onSubmit={submit}
    >
      <OptionsField saved={new Set(start.map(({ value }) => value))} />
    </FormDialog>
  );
}
