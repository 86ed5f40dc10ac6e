"use client";

import { formFieldOf } from "@/components/fields/form-fields";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { type Field, type FieldKind, type FieldOf, type Fields, inputName, type Transition } from "@/lib/fields/field";
import type { PatchOf } from "@/lib/fields/record";
import { pickSchema, requiredSchema } from "@/lib/nouns/derive-schema";
import type { NounWith } from "@/trpc/noun-client";
import { useFieldContext } from "./use-field-context";

type Patch = PatchOf<Fields>;

interface StepDialogProps {
  noun: NounWith<Fields>;
  step: Transition;
  title: string;
  onSend(values: Patch): Promise<void>;
  onClose(): void;
}

/** Asks for the values that a transition needs. */
export function StepDialog({ noun, step, title, onSend, onClose }: StepDialogProps) {
  const at = useFieldContext(noun.head);
  const required = (step.requires ?? []).map((name) => [name, noun.fields[name] as Field] as const);
  const keys = required.map(([name, field]) => inputName(name, field));
  const form = useZodForm(requiredSchema(pickSchema(noun.update, keys as never[])), {
    defaultValues: Object.fromEntries(required.map(([name, field]) => [inputName(name, field), emptyOf(field)])),
  });
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      form={form}
      submit={step.label}
      onSubmit={(values) => onSend(values as Patch)}
    >
      {required.map(([name, field]) => {
        const FormField = formFieldOf(field);
        const known = { ...field, required: true } as FieldOf<FieldKind>;
        return <FormField key={name} name={inputName(name, field)} field={known} at={at} hint={field.help} />;
      })}
    </FormDialog>
  );
}

const emptyOf = ({ kind }: Field) => (kind === "text" || kind === "longText" ? "" : null);
