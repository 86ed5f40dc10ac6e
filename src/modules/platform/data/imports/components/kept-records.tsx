"use client";

import { ShowMore } from "@/components/data-table/show-more";
import { QueryFailed } from "@/components/layout/query-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { useKept } from "../client";
import { KeptReasons } from "./kept-reasons";
import { ObjectIcon } from "./object-select";
import { useCounts } from "./use-counts";

/** The records that a revert left unchanged, with the reasons. */
export function KeptRecords({ importId }: { importId: string }) {
  const { href } = useWorkspace();
  const query = useKept(importId, true);
  const { count } = useCounts();
  const kept = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const first = query.data?.pages[0] ?? { total: 0, reasons: [] };
  if (query.isPending)
    return (
      <SkeletonRegion label="Loading the records that were kept" className="px-edge py-4">
        <Skeleton className="w-64" />
      </SkeletonRegion>
    );
  if (query.isError && kept.length === 0)
    return (
      <QueryFailed title="The records that were kept could not be loaded" query={query} className="min-h-60 pt-24" />
    );
  if (kept.length === 0) return <p className="px-edge py-3.5 text-muted">Every record of this import was reverted.</p>;
  return (
    <section aria-labelledby="kept">
      <div className="flex h-11 items-center gap-2 px-edge hairline-b hairline-soft">
        <h2 id="kept" className="font-semibold">
          Left as it is
        </h2>
        <span className="text-faint">{count(first.total)}</span>
      </div>
      <div className="px-edge py-2 hairline-b hairline-soft">
        <KeptReasons reasons={first.reasons} />
      </div>
      <ul>
        {kept.map((record) => (
          <li
            key={`${record.entity} ${record.recordId}`}
            className="flex min-h-10 items-center gap-2.5 px-edge py-1.5 hairline-b hairline-soft phone:flex-wrap"
          >
            <ObjectIcon entity={record.entity} />
            {record.path === null ? (
              <span className="w-64 truncate font-medium phone:w-auto">{record.label}</span>
            ) : (
              <Link
                href={href(record.path)}
                className="w-64 truncate rounded-sm font-medium hover:underline phone:w-auto"
              >
                {record.label}
              </Link>
            )}
            <span className="text-muted phone:basis-full">{record.reason}</span>
          </li>
        ))}
      </ul>
      <ShowMore query={query}>Show more</ShowMore>
    </section>
  );
}
