"use client";

import { BulkActions, type BulkActionsProps } from "@/components/data-table/bulk-actions";
import type { Fields } from "@/lib/fields/field";
import { useBulkOf } from "@/trpc/noun-bulk";
import type { NounWith } from "@/trpc/noun-client";
import type { ListRow } from "./noun-listed";

export interface NounBulkProps extends Pick<BulkActionsProps<ListRow>, "selection" | "bulkActions"> {
  noun: NounWith<Fields>;
}

/** The acts on the selected records of a list. */
export function NounBulk({ noun, selection, bulkActions }: NounBulkProps) {
  const { archive, restore } = useBulkOf(noun);
  return (
    <BulkActions<ListRow>
      selection={selection}
      onArchive={(rows) => archive(rows as never)}
      onRestore={(rows) => restore(rows as never)}
      bulkActions={bulkActions}
    />
  );
}
