"use client";

import { useMemo } from "react";
import type { z } from "zod";
import { SelectField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { SuggestField } from "@/components/form/suggest-field";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { ColorDot } from "@/components/ui/tag";
import { notify } from "@/components/ui/toast";
import { choiceColors } from "@/lib/fields/choice-colors";
import { fittingSuggestions } from "@/lib/suggestions";
import { capital } from "@/lib/text";
import { useChangeTag, useCreateTag } from "../client";
import { categoriesOf } from "../rules";
import { createTagInput, type TagRow } from "../schema";

const schema = createTagInput.required();
type Fields = z.input<typeof schema>;

const colors = choiceColors.map((color) => ({
  value: color,
  label: capital(color),
  icon: <ColorDot color={color} className="size-2.5" />,
}));

interface TagDialogProps {
  tags: readonly TagRow[];
  onOpenChange: (open: boolean) => void;
  /** The tag to change; without one a new one is created. */
  tag?: TagRow;
}

/** Creates a tag, or changes the name, colour and category of one. */
export function TagDialog({ tags, onOpenChange, tag }: TagDialogProps) {
  const next = choiceColors[tags.length % choiceColors.length] ?? choiceColors[0];
  const form = useZodForm(schema, {
    defaultValues: { name: tag?.name ?? "", color: tag?.color ?? next, category: tag?.category ?? null },
  });
  const create = useCreateTag();
  const change = useChangeTag();
  const suggest = useMemo(() => {
    const known = categoriesOf(tags);
    return async (text: string) => fittingSuggestions(text, known);
  }, [tags]);
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      form={form}
      title={tag ? `Change ${tag.name}` : "New tag"}
      description={tag ? "Records that have it keep it." : "Records of every type can have it."}
      submit={tag ? "Save changes" : "Create tag"}
      onSubmit={async (look) => {
        if (tag) return await change(tag, look);
        await create.mutateAsync(look);
        notify.success(`${look.name} was created`);
      }}
    >
      <TextField<Fields> name="name" label="Name" autoComplete="off" autoFocus />
      <SelectField<Fields> name="color" label="Colour" options={colors} />
      <SuggestField<Fields>
        name="category"
        label="Category"
        optional
        nullable
        suggest={suggest}
        hint="Tags of the same category are grouped in the settings."
      />
    </FormDialog>
  );
}
