"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ShowMore } from "@/components/data-table/show-more";
import { QueryFailed } from "@/components/layout/query-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { counted } from "@/lib/counted";
import { meterOf } from "@/lib/meters";
import { type RouterOutputs, useApi } from "@/trpc/react";
import type { UsageDrill } from "../client";

type UsageEvent = RouterOutputs["usage"]["events"]["rows"][number];

/** Where use comes from, in words of its screens. */
const sources: Readonly<Record<string, string>> = {
  rest: "API",
  import: "Import",
  mail: "Mail",
  session: "Sign-in",
};

/** The single entries behind a number of the page, newest first. */
export function UsageEventsDialog({ drill, onClose }: { drill: UsageDrill; onClose: () => void }) {
  const { title, ...input } = drill;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={title} description={meterOf(drill.meter).purpose} size="lg" closeButton>
        <DialogBody className="px-0 pt-3 phone:px-0">
          <Entries input={input} />
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}

function Entries({ input }: { input: Omit<UsageDrill, "title"> }) {
  const api = useApi();
  const query = useInfiniteQuery(
    api.usage.events.infiniteQueryOptions(input, { getNextPageParam: (page) => page.nextCursor }),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  if (query.isPending) return <Loading />;
  if (query.isError && rows.length === 0)
    return <QueryFailed title="The entries could not be loaded" query={query} className="min-h-[240px]" />;
  if (rows.length === 0) return <p className="px-5 pb-6 text-muted phone:px-4">Nothing was used here.</p>;
  return (
    <>
      <ul aria-label="Entries" className="hairline-t">
        {rows.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
      <ShowMore query={query}>Show earlier entries</ShowMore>
    </>
  );
}

function Entry({ entry }: { entry: UsageEvent }) {
  const { locale } = useWorkspace();
  const { meter, quantity, at, source, member, team, key } = entry;
  const by = [member?.name, team?.name, key?.name].filter(Boolean).join(", ");
  return (
    <li className="flex min-h-11 items-center gap-3 px-5 py-1.5 hairline-b hairline-soft phone:px-4">
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium">{by || "The workspace"}</div>
        <div className="truncate text-muted text-sm">{sources[source] ?? source}</div>
      </div>
      <span className="shrink-0">{counted(quantity, meterOf(meter), locale)}</span>
      <RelativeTime at={at} className="w-28 shrink-0 text-right text-muted text-sm phone:w-20" />
    </li>
  );
}

function Loading() {
  return (
    <SkeletonRegion label="Loading the entries" className="hairline-t">
      {["w-40", "w-32", "w-48", "w-36"].map((width) => (
        <div key={width} className="flex h-11 items-center px-5 hairline-b hairline-soft phone:px-4">
          <Skeleton className={width} />
          <Skeleton className="ml-auto w-20" />
        </div>
      ))}
    </SkeletonRegion>
  );
}
