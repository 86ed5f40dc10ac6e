"use client";

import { Note } from "@/components/ui/note";
import { orList } from "@/lib/text";
import { api } from "@/trpc/react";

/** Names the members to ask, for those who may only look. */
export function WhoMayChange() {
  const query = api.members.list.useQuery({
    conditions: [
      { field: "role", op: "anyOf", value: ["owner", "admin"] },
      { field: "status", op: "is", value: "active" },
    ],
    limit: 3,
  });
  const names = query.data?.rows.map((member) => member.name) ?? [];
  return (
    <div className="px-edge pb-3">
      <Note tone="info">
        {names.length > 0
          ? `Only owners and admins change pipelines. Ask ${orList(names)}.`
          : "Only owners and admins change pipelines."}
      </Note>
    </div>
  );
}
