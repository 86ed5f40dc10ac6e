"use client";

import { useQuery } from "@tanstack/react-query";
import { Note } from "@/components/ui/note";
import { orList } from "@/lib/text";
import { useApi } from "@/trpc/react";

/** Names the members to ask, for those who may only look. */
export function WhoMayChange() {
  const api = useApi();
  const query = useQuery(
    api.members.list.queryOptions({
      conditions: [
        { field: "role", op: "anyOf", value: ["owner", "admin"] },
        { field: "status", op: "is", value: "active" },
      ],
      limit: 3,
    }),
  );
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
