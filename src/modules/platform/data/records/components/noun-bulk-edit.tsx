"use client";

import { parseAsString, useQueryState } from "nuqs";
import { type ReactNode, useState } from "react";
import { placeColumns } from "@/components/data-table/column-layout";
import type { useListState } from "@/components/data-table/use-list-state";
import type { FieldContext } from "@/components/fields/kind";
import { lazyLayer } from "@/components/ui/lazy-layer";
import type { Fields } from "@/lib/fields/field";
import type { Noun } from "@/lib/nouns/define";
import type { BulkEditDialogProps } from "@/modules/platform/data/bulk-runs/components/bulk-edit-dialog";
import type { BulkRunDialogProps } from "@/modules/platform/data/bulk-runs/components/bulk-run-dialog";
import type { NounWith } from "@/trpc/noun-client";
import type { BulkActsProps, BulkEditing } from "./bulk-acts";
import { LazyActs } from "./lazy-bulk-acts";
import type { NounOwn } from "./noun-own";

const LazyBulkEdit = lazyLayer<BulkEditDialogProps>(
  () => import("@/modules/platform/data/bulk-runs/components/bulk-edit-dialog").then((part) => part.BulkEditDialog),
  { of: "the form", close: ({ onClose }) => onClose() },
);

const LazyBulkRun = lazyLayer<BulkRunDialogProps>(
  () => import("@/modules/platform/data/bulk-runs/components/bulk-run-dialog").then((part) => part.BulkRunDialog),
  { of: "the change", close: ({ onClose }) => onClose() },
);

interface BulkEditOptions {
  at: FieldContext;
  own: NounOwn<Fields> | undefined;
  list: ReturnType<typeof useListState>;
  /** All columns of the list. */
  columns: Parameters<typeof placeColumns>[0];
}

/**
 * The acts on selected records, and the dialog that edits them, which is outside of the bar of selected rows: that ends
 * when the records leave the list.
 */
export function useBulkEdit(
  noun: NounWith<Fields>,
  { at, own, list, columns }: BulkEditOptions,
): { layer: ReactNode; bulkActions(selection: BulkActsProps["selection"]): ReactNode } {
  const [editing, setEditing] = useState<BulkEditing | null>(null);
  // The address of a notification names a run of the member.
  const [runId, setRunId] = useQueryState("run", parseAsString);
  const opened = runId ? (
    <LazyBulkRun noun={noun as unknown as Noun} id={runId} onClose={() => void setRunId(null)} />
  ) : null;
  return {
    layer: editing ? (
      <LazyBulkEdit
        noun={noun as unknown as Noun}
        at={at}
        selection={editing.selection}
        own={own?.manyActs}
        onClose={() => setEditing(null)}
        onDone={editing.clear}
      />
    ) : (
      opened
    ),
    bulkActions: (selection) => (
      <LazyActs
        noun={noun}
        selection={selection}
        BulkAct={own?.BulkAct}
        request={list.request}
        shown={placeColumns(columns, list.state.columns).map(({ id }) => id)}
        onEdit={setEditing}
      />
    ),
  };
}
