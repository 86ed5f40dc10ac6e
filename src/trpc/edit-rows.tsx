"use client";

import type { ReactNode } from "react";
import { DescriptionRow } from "@/components/ui/description-list";
import { InlineEdit, type InlineEditProps, type InlineEditValue } from "@/components/ui/inline-edit";
import type { RecordEdits } from "./record-edits";

/**
 * The rows of a record's details, each edited in place: the function that draws one, from its label, how it is edited,
 * and the change that a new value means.
 */
export function editRows<Row extends { mayEdit: boolean }, Change>(row: Row, edits: RecordEdits<Row, Change>) {
  return (
    label: string,
    edit: Omit<InlineEditProps, "label" | "onSave" | "readOnly">,
    change: (value: InlineEditValue) => Change,
  ): ReactNode => (
    <DescriptionRow label={label} stacked={edit.kind === "longText"}>
      <InlineEdit
        {...edit}
        label={label}
        readOnly={!row.mayEdit}
        onSave={(value) => edits.save(row, label, change(value))}
      />
    </DescriptionRow>
  );
}

/** A text that was edited; null when it was emptied. */
export const textOf = (value: InlineEditValue) => (value === null ? null : String(value));

/** A number that was edited; null when it was emptied. */
export const numberOf = (value: InlineEditValue) => (value === null ? null : Number(value));
