"use client";

import { z } from "zod";
import { SegmentedField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";

const values = z.object({ scope: z.enum(["one", "following"]) });
type Values = z.infer<typeof values>;

export interface ScopeDialogProps {
  about: {
    /** The name of the activity. */
    name: string;
  };
  send(scope: Values["scope"]): Promise<void>;
  onClose(): void;
}

const options = [
  { value: "one", label: "This one" },
  { value: "following", label: "This and following" },
] as const;

/** Asks whether an edit of a repeating activity is for it alone. */
export function ScopeDialog({ about: { name }, send, onClose }: ScopeDialogProps) {
  const form = useZodForm<Values, Values>(values, { defaultValues: { scope: "one" } });
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Change ${name}`}
      description="This activity repeats. The following ones are created later."
      form={form}
      submit="Save change"
      asksToDiscard={false}
      onSubmit={({ scope }) => send(scope)}
    >
      <SegmentedField<Values> name="scope" label="Applies to" options={options} />
    </FormDialog>
  );
}
