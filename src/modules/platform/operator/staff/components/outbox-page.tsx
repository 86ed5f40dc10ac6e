"use client";

import { useQuery } from "@tanstack/react-query";
import { useListLocale } from "@/components/data-table/list-locale";
import { PlainTable } from "@/components/data-table/plain-table";
import { Loaded } from "@/components/layout/loaded";
import { PageHeader } from "@/components/layout/page-header";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { FigureRow } from "@/components/ui/figure-row";
import { Link } from "@/components/ui/link";
import { durationText } from "@/lib/duration-text";
import { useApi } from "@/trpc/react";
import { watched } from "../client";
import { serviceLabel } from "./workspace-words";

const lateSeconds = 60;

/** "42s", "3m", "5h", "2d"; a dash where nothing waits. */
function ageText(seconds: number): string {
  if (seconds === 0) return "–";
  return seconds < 60 ? `${Math.round(seconds)}s` : durationText(seconds);
}

/** The delivery of events: how many wait for each consumer, and for how long. */
export function OutboxPage() {
  const api = useApi();
  const { locale } = useListLocale();
  const query = useQuery(api.staff.outbox.queryOptions({}, watched));
  const lanes = query.data ?? [];
  const sum = (pick: (lane: (typeof lanes)[number]) => number) =>
    lanes.reduce((total, lane) => total + pick(lane), 0).toLocaleString(locale);
  const oldest = Math.max(0, ...lanes.map((lane) => lane.oldestSeconds));
  return (
    <>
      <PageHeader title="Outbox" />
      <Loaded query={query} of="the outbox">
        {() => (
          <>
            <FigureRow
              figures={[
                { label: "Waiting", value: sum(({ waiting }) => waiting) },
                { label: "Oldest", value: ageText(oldest) },
                { label: "Parked", value: <Link href="/staff/parked">{sum(({ parked }) => parked)}</Link> },
              ]}
            />
            {lanes.length === 0 ? (
              <EmptyState title="No events are waiting">Every event was delivered to all its consumers.</EmptyState>
            ) : (
              <PlainTable
                label="Consumers"
                rows={lanes}
                keyOf={({ consumer }) => consumer}
                columns={[
                  {
                    label: "Consumer",
                    cell: ({ consumer }) => <span className="font-medium">{serviceLabel(consumer)}</span>,
                  },
                  { label: "Waiting", width: 72, right: true, cell: ({ waiting }) => waiting.toLocaleString(locale) },
                  {
                    label: "Oldest",
                    width: 96,
                    right: true,
                    cell: ({ oldestSeconds }) =>
                      oldestSeconds > lateSeconds ? (
                        <Badge tone="warning">{ageText(oldestSeconds)}</Badge>
                      ) : (
                        ageText(oldestSeconds)
                      ),
                  },
                  { label: "Parked", width: 64, right: true, cell: ({ parked }) => parked.toLocaleString(locale) },
                ]}
              />
            )}
          </>
        )}
      </Loaded>
    </>
  );
}
