"use client";

import { inCurrencyOf } from "@/components/fields/currency-of";
import type { InlineEditProps } from "@/components/ui/inline-edit";
import { patchOf, valueIn } from "@/lib/fields/custom";
import { type Field, type Fields, inputName } from "@/lib/fields/field";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import type { NounWith } from "@/trpc/noun-client";
import type { RecordEdits } from "@/trpc/record-edits";
import { FieldEdit } from "./field-edit";
import { useFieldContext } from "./use-field-context";

interface NounFigureProps<F extends Fields> {
  noun: NounWith<F>;
  record: RecordOf<F>;
  name: keyof F & string;
  edits: RecordEdits<RecordOf<F>, PatchOf<F>>;
  /** The value as the figure shows it. */
  shown: string;
  /** An editor that differs from that of other records. */
  edit?: Pick<InlineEditProps, "required" | "was">;
}

/** A figure of a record that a tap opens for editing, as in the details. */
export function NounFigure<F extends Fields>({ noun, record, name, edits, shown, edit }: NounFigureProps<F>) {
  const at = inCurrencyOf(record, useFieldContext(noun.head));
  const field = noun.fields[name] as Field;
  const label = field.shortLabel ?? field.label;
  return (
    <FieldEdit
      {...{ name, field, at, label }}
      value={valueIn(record as unknown as RecordOf<Fields>, name)}
      readOnly={!record.mayEdit || field.computed === true}
      onSave={(next) => edits.save(record, label, patchOf(inputName(name, field), next) as PatchOf<F>)}
      edit={{ ...edit, children: shown, className: "min-h-11" }}
    />
  );
}
