"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { Note } from "@/components/ui/note";
import { api } from "@/trpc/react";

/** Tells who may only look whom to ask. */
export function WhoMayChange() {
  const { locale } = useWorkspace();
  const query = api.members.list.useQuery({
    conditions: [
      { field: "role", op: "anyOf", value: ["owner", "admin"] },
      { field: "status", op: "is", value: "active" },
    ],
    limit: 3,
  });
  const names = query.data?.rows.map((member) => member.name) ?? [];
  const ask = new Intl.ListFormat(locale, { type: "disjunction" }).format(names);
  return (
    <div className="px-edge pb-3">
      <Note tone="info">
        {names.length > 0
          ? `Only owners and admins change pipelines. Ask ${ask}.`
          : "Only owners and admins change pipelines."}
      </Note>
    </div>
  );
}
