"use client";

import type { ReactNode } from "react";
import type { z } from "zod";
import { DescriptionRow } from "@/components/ui/description-list";
import { InlineEdit, type InlineEditProps, type InlineEditValue } from "@/components/ui/inline-edit";
import { saveEdit } from "./save-edit";

interface Editable {
  version: number;
  mayEdit: boolean;
}

/**
 * The rows of a record's details, each edited in place and saved under the version that is shown: the function that
 * draws one, from its label, how it is edited, and the change that a new value means.
 */
export function editRows<Row extends Editable, Change>(record: {
  row: Row;
  schema: z.ZodType<Row>;
  send(version: number, change: Change): Promise<unknown>;
  /** Puts the present state of the record on the screen. */
  show(current: Row): void;
}) {
  const { row, schema, send, show } = record;
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
        onSave={(value) =>
          saveEdit({
            label,
            version: row.version,
            send: (version) => send(version, change(value)),
            row: schema,
            show,
          })
        }
      />
    </DescriptionRow>
  );
}

/** A text that was edited; null when it was emptied. */
export const textOf = (value: InlineEditValue) => (value === null ? null : String(value));

/** A number that was edited; null when it was emptied. */
export const numberOf = (value: InlineEditValue) => (value === null ? null : Number(value));
