"use client";

import { useQuery } from "@tanstack/react-query";
import type { PlainColumn } from "@/components/data-table/plain-table";
import { QueryTable } from "@/components/data-table/query-table";
import { GroupHead } from "@/components/layout/settings-page";
import { useDayText } from "@/components/ui/use-day-text";
import { useApi } from "@/trpc/react";
import { daysOfUses } from "../rules";
import type { ApiKeyUse } from "../schema";

/** When and from where a key was used last, by day. */
export function KeyUses({ id }: { id: string }) {
  const api = useApi();
  const dayText = useDayText();
  const query = useQuery(api.apiKeys.uses.queryOptions({ id }));
  const columns: readonly PlainColumn<ApiKeyUse>[] = [
    { label: "Day", width: 160, cell: ({ day }) => dayText(day) },
    {
      label: "Address",
      cell: ({ address }) =>
        address === null ? "Further addresses" : <span className="mono break-all">{address}</span>,
    },
    { label: "Last used", width: 120, time: ({ lastUsedAt }) => lastUsedAt },
  ];
  return (
    <section aria-label="Use by day">
      <GroupHead title="Use by day" note={`By address, of the last ${daysOfUses} days`} />
      <QueryTable
        label="Use by day"
        of="the use of the key"
        columns={columns}
        query={query}
        keyOf={({ day, address }) => `${day} ${address}`}
        failedLine
        phoneTracks="100px minmax(0,1fr) 84px"
        empty={<p className="px-edge py-5 text-muted">The key was not used in this time.</p>}
      />
    </section>
  );
}
