"use client";

import type { ReactNode } from "react";
import type { RowPeek } from "@/components/data-table/use-row-peek";
import { PeekPanel } from "@/components/layout/peek-panel";
import { useWorkspace } from "@/components/layout/workspace-context";
import type { ShownTotal } from "@/lib/list-filter";
import { totalText } from "@/lib/total-text";

export interface ListPeekProps<T> {
  /** Name of the list until the record's name is loaded. */
  title: string;
  path: string;
  rows: readonly T[];
  total: ShownTotal | undefined;
  peek: RowPeek;
  children: (id: string, known: T | undefined) => ReactNode;
}

/** The panel beside a list: the open row, and the links to its neighbours. */
export function ListPeek<T extends { id: string; name: string }>(props: ListPeekProps<T>) {
  const { title, path, rows, total, peek, children } = props;
  const { href, locale } = useWorkspace();
  if (peek.id === null) return null;
  const index = rows.findIndex((row) => row.id === peek.id);
  const known = rows[index];
  const toward = (neighbour: T | undefined) => (neighbour ? () => peek.show(neighbour.id) : undefined);
  return (
    <PeekPanel
      label={known?.name ?? title}
      place={
        known && total !== undefined
          ? `${(index + 1).toLocaleString(locale)} of ${totalText(total, locale)}`
          : undefined
      }
      href={href(`${path}/${peek.id}`)}
      onPrevious={toward(rows[index - 1])}
      onNext={toward(rows[index + 1])}
      onClose={() => peek.show(null)}
    >
      {children(peek.id, known)}
    </PeekPanel>
  );
}
