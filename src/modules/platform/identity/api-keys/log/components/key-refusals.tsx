"use client";

import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import type { PlainColumn } from "@/components/data-table/plain-table";
import { QueryTable } from "@/components/data-table/query-table";
import { GroupHead } from "@/components/layout/settings-page";
import { IconButton } from "@/components/ui/icon-button";
import { cn } from "@/lib/cn";
import { useApi } from "@/trpc/react";
import { daysOfRefusals, refusalWords } from "../rules";
import type { ApiKeyRefusal } from "../schema";

const columns: readonly PlainColumn<ApiKeyRefusal>[] = [
  { label: "Time", width: 100, time: ({ at }) => at },
  {
    label: "Refusal",
    width: 210,
    cell: (refusal) => (
      <span className="flex min-w-0 flex-col">
        <span className="truncate">{refusalWords(refusal)}</span>
        <span className="mono truncate text-muted text-sm">{refusal.code}</span>
      </span>
    ),
  },
  {
    label: "Request",
    desk: true,
    cell: ({ method, path }) => <span className="mono break-all text-sm">{`${method} ${path}`}</span>,
  },
  {
    label: "Address",
    width: 160,
    wide: true,
    desk: true,
    cell: ({ address }) => <span className="mono">{address}</span>,
  },
  {
    label: "Request id",
    width: 310,
    wide: true,
    desk: true,
    cell: ({ requestId }) => <span className="mono break-all text-sm">{requestId}</span>,
  },
];

/** The last refusals of a key: what its program does wrong. */
export function KeyRefusals({ id }: { id: string }) {
  const api = useApi();
  const query = useQuery(api.apiKeys.refusals.queryOptions({ id }));
  return (
    <section aria-label="Refusals">
      <GroupHead
        title="Refusals"
        note={`The last 100 within ${daysOfRefusals} days`}
        onPhones
        action={
          <IconButton
            label="Load the refusals again"
            icon={<RefreshCw aria-hidden />}
            onClick={() => void query.refetch()}
          />
        }
      />
      <QueryTable
        label="Refusals"
        of="the refusals"
        columns={columns}
        query={query}
        keyOf={({ id: refusalId }) => refusalId}
        failedLine
        phoneTracks="88px minmax(0,1fr)"
        below={(refusal) => <OnNarrow refusal={refusal} />}
        empty={<p className="px-edge py-5 text-muted">No request of this key was refused.</p>}
      />
    </section>
  );
}

/** The request and its id where the columns have no room. */
const OnNarrow = ({ refusal: { method, path, address, requestId } }: { refusal: ApiKeyRefusal }) => (
  <dl className="hidden gap-x-3 px-edge pb-2 text-muted text-sm narrow:block">
    <Line name="Request" value={`${method} ${path}`} phoneOnly />
    <Line name="Address" value={address} />
    <Line name="Request id" value={requestId} />
  </dl>
);

const Line = ({ name, value, phoneOnly }: { name: string; value: string; phoneOnly?: boolean }) => (
  <div className={cn("gap-2", phoneOnly ? "hidden phone:flex" : "flex")}>
    <dt className="shrink-0">{name}</dt>
    <dd className="mono min-w-0 break-all">{value}</dd>
  </div>
);
