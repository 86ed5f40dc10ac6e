"use client";

import type { DataColumn, FieldOption } from "@/components/data-table/data-column";
import { Person, PersonMark } from "@/components/ui/person";
import type { Grouping } from "@/trpc/list-rows";

/** Groups of a list by who owns its records. */
export const ownerGrouping: Grouping<{ owner: { id: string | null } | null }> = {
  field: "owner",
  label: "Owner",
  columnId: "owner",
  of: (row) => row.owner?.id ?? null,
  name: ({ value, label }) => (value === null ? "No owner" : (label ?? "Unknown member")),
  head: ({ value, label, placeholder }) => (
    <Person person={label ? { id: value, name: label, placeholder } : null} none="No owner" />
  ),
};

interface Owned {
  owner: { id: string | null; name: string; placeholder?: boolean | undefined } | null;
  mayEdit: boolean;
}

/** The column of who owns the records of a list; `search` finds members while typing. */
export function ownerColumn(search: (text: string) => Promise<readonly FieldOption[]>): DataColumn<Owned> {
  return {
    id: "owner",
    header: "Owner",
    kind: "custom",
    width: 166,
    phone: "meta",
    editable: {
      kind: "option",
      value: (row) => row.owner?.id ?? null,
      label: (row) => row.owner?.name ?? "",
      search,
      locked: (row) => !row.mayEdit,
    },
    cell: (row) => <Person person={row.owner} none="No owner" />,
    phoneCell: (row) => <PersonMark person={row.owner} size={16} />,
  };
}
