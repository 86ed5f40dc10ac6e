"use client";

import { ListFilter } from "lucide-react";
import { ChoiceMenu } from "@/components/data-table/choice-menu";
import { type EntryKind, entryKinds } from "@/lib/catalog";

export const kindLabels: Readonly<Record<EntryKind, string>> = {
  calls: "Calls",
  emails: "E-mails and messages",
  meetings: "Meetings",
  notes: "Notes",
  tasks: "Tasks",
  comments: "Comments",
  changes: "Changes",
  stages: "Stage moves",
  people: "People",
  imports: "Imports",
};

/** The filter of a timeline: everything, or one kind. */
export function KindMenu(props: { kind: EntryKind | null; onKind: (kind: EntryKind | null) => void }) {
  const { kind, onKind } = props;
  const kinds = entryKinds.map((value) => ({ value, label: kindLabels[value] }));
  return (
    <ChoiceMenu
      label="Kinds of entries"
      quiet
      icon={<ListFilter aria-hidden />}
      value={kind ?? "all"}
      options={[{ value: "all", label: "All entries" }, ...kinds]}
      onChange={(value) => onKind(value === "all" ? null : value)}
    />
  );
}
