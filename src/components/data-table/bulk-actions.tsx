"use client";

import { Archive, ArchiveRestore } from "lucide-react";
import type { ReactNode } from "react";
import { BulkAction } from "@/components/data-table/bulk-bar";
import type { ListSelection } from "@/components/data-table/list-bulk";

export interface BulkActionsProps<T extends { archivedAt: string | null }> {
  selection: ListSelection<T>;
  onArchive(rows: T[]): Promise<boolean>;
  onRestore(rows: T[]): Promise<boolean>;
  bulkActions?: ((selection: ListSelection<T>) => ReactNode) | undefined;
}

/** The acts on selected rows: those of the noun, and archive; archived rows can only be restored. */
export function BulkActions<T extends { archivedAt: string | null }>({
  selection,
  onArchive,
  onRestore,
  bulkActions,
}: BulkActionsProps<T>) {
  const thenClear = (act: (rows: T[]) => Promise<boolean>) => async () => {
    if (await act(selection.rows)) selection.clear();
  };
  // Rows that are not loaded are changed by the acts of the noun alone.
  if (selection.all) return bulkActions?.(selection);
  if (selection.rows.every(({ archivedAt }) => archivedAt !== null))
    return (
      <BulkAction icon={<ArchiveRestore aria-hidden />} onClick={thenClear(onRestore)}>
        Restore
      </BulkAction>
    );
  return (
    <>
      {bulkActions?.(selection)}
      <BulkAction icon={<Archive aria-hidden />} onClick={thenClear(onArchive)}>
        Archive
      </BulkAction>
    </>
  );
}
