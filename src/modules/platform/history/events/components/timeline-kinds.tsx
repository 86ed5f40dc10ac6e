"use client";

import { ListFilter } from "lucide-react";
import { ChoiceMenu } from "@/components/data-table/choice-menu";
import { type ShownKind, shownKinds } from "../rules";

export const kindLabels: Readonly<Record<ShownKind, string>> = {
  changes: "Changes",
  stages: "Stage moves",
  imports: "Imports",
};

/** The filter of a timeline: everything, or one kind. */
export function KindMenu(props: { kind: ShownKind | null; onKind: (kind: ShownKind | null) => void }) {
  const { kind, onKind } = props;
  const kinds = shownKinds.map((value) => ({ value, label: kindLabels[value] }));
  return (
    <ChoiceMenu
      label="Kinds of entries"
      quiet
      icon={<ListFilter aria-hidden />}
      className="ml-auto"
      value={kind ?? "all"}
      options={[{ value: "all", label: "All entries" }, ...kinds]}
      onChange={(value) => onKind(value === "all" ? null : value)}
    />
  );
}
