"use client";

import { placeColumns } from "@/components/data-table/column-layout";
import type { useListState } from "@/components/data-table/use-list-state";
import type { Noun } from "@/lib/nouns/define";
import { ExportButton } from "@/modules/platform/data/exports/components/export-button";
import type { OpenView } from "./noun-open-view";

interface NounExportProps {
  noun: Noun;
  list: ReturnType<typeof useListState>;
  columns: Parameters<typeof placeColumns>[0];
  groupings: readonly { field: string; label: string }[];
  view: OpenView;
}

/** The export of the list as it is shown: its filter and order, its columns and its groups. */
export function NounExport({ noun, list: { request, state, changed }, columns, groupings, view }: NounExportProps) {
  const name = view.kept?.name ?? view.declared.find(({ key }) => key === view.id)?.label;
  return (
    <ExportButton
      entity={noun.entity}
      noun={noun.head}
      list={request}
      shown={placeColumns(columns, state.columns).map(({ id }) => id)}
      view={changed ? null : (name ?? null)}
      group={groupings.find(({ field }) => field === state.group) ?? null}
    />
  );
}
