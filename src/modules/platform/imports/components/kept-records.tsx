"use client";

import { Button } from "@/components/ui/button";
import { useKept } from "../client";
import { ObjectIcon } from "./object-select";

/** What a revert left as it is, and why. */
export function KeptRecords({ importId }: { importId: string }) {
  const query = useKept(importId, true);
  const kept = query.data?.pages.flatMap((page) => page.rows) ?? [];
  if (query.isPending || query.isError) return null;
  if (kept.length === 0) return <p className="px-edge py-3.5 text-muted">Everything of this import was taken back.</p>;
  return (
    <section aria-labelledby="kept">
      <h2 id="kept" className="flex h-11 items-center px-edge font-semibold hairline-b hairline-soft">
        Left as it is
      </h2>
      <ul>
        {kept.map((record) => (
          <li
            key={`${record.entity} ${record.recordId}`}
            className="flex min-h-10 items-center gap-2.5 px-edge py-1.5 hairline-b hairline-soft phone:flex-wrap"
          >
            <ObjectIcon entity={record.entity} />
            <span className="w-64 truncate font-medium phone:w-auto">{record.label}</span>
            <span className="text-muted phone:basis-full">{record.reason}</span>
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <div className="px-edge py-3">
          <Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
    </section>
  );
}
