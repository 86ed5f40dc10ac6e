"use client";

import type { RowData } from "@tanstack/react-table";
import { useMemo } from "react";
import type { RowContext } from "@/components/data-table/table-row";
import type { useListActions } from "@/components/data-table/use-list-actions";

type Given<T extends RowData> = Pick<
  RowContext<T>,
  "columns" | "placed" | "rowLabel" | "rowHref" | "peekable" | "onToggleBranch" | "onGrip"
>;
type Actions<T extends RowData> = ReturnType<typeof useListActions<T>>;

/** Data shared by all rows. It stays the same object while nothing in it changes, so that no row renders again. */
export function useRowContext<T extends RowData>(given: Given<T>, actions: Actions<T>): RowContext<T> {
  const { columns, placed, rowLabel, rowHref, peekable, onToggleBranch, onGrip } = given;
  const { onToggle, onSave, onCancel } = actions;
  const { pendingLabel, refusal } = actions.edits;
  return useMemo(
    () => ({
      columns,
      placed,
      rowLabel,
      rowHref,
      peekable,
      onToggleBranch,
      onGrip,
      onToggle,
      onSave,
      onCancel,
      pendingLabel,
      refusal,
    }),
    [
      columns,
      placed,
      rowLabel,
      rowHref,
      peekable,
      onToggleBranch,
      onGrip,
      onToggle,
      onSave,
      onCancel,
      pendingLabel,
      refusal,
    ],
  );
}
