"use client";

import { Person } from "@/components/ui/person";
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
