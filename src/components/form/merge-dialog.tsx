"use client";

import { z } from "zod";
import { ComboboxField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import type { Option } from "@/components/ui/option-list";
import { withArticle } from "@/lib/text";

interface MergeDialogProps {
  /** "tag", "tags" */
  noun: { one: string; many: string };
  name: string;
  /** The effect on the records that have it. */
  effect: string;
  /** The entries that it can be merged into. */
  others: readonly Option[] | ((q: string) => Promise<readonly Option[]>);
  onOpenChange: (open: boolean) => void;
  onMerge: (intoId: string) => Promise<unknown>;
}

/** Asks into which entry of a list to merge another one. */
export function MergeDialog({ noun, name, effect, others, onOpenChange, onMerge }: MergeDialogProps) {
  const schema = z.object({ intoId: z.uuid(`Choose ${withArticle(noun.one)}.`) });
  const form = useZodForm(schema, { defaultValues: { intoId: "" } });
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      form={form}
      title={`Merge the ${noun.one} ${name}`}
      description={`${effect} ${name} is deleted. This cannot be undone.`}
      submit={`Merge ${noun.many}`}
      onSubmit={({ intoId }) => onMerge(intoId)}
    >
      <ComboboxField<{ intoId: string }>
        name="intoId"
        label="Merge into"
        {...(typeof others === "function" ? { search: others } : { options: others })}
        placeholder={`Choose ${withArticle(noun.one)}`}
        searchLabel={`Find ${withArticle(noun.one)}`}
        empty={`No other ${noun.one} has this name`}
      />
    </FormDialog>
  );
}
