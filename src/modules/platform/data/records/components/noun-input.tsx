"use client";

import { formFieldOf } from "@/components/fields/form-fields";
import type { RecordInput } from "@/components/fields/record-input";
import type { FieldKind, FieldOf } from "@/lib/fields/field";
import { useFieldContext } from "./use-field-context";

/** The input of one field, as the form of a record has it. */
export const NounInput: RecordInput = ({ head, name, field }) => {
  const at = useFieldContext(head);
  const FormField = formFieldOf(field);
  return <FormField name={name} at={at} hint={field.help} field={field as FieldOf<FieldKind>} />;
};
