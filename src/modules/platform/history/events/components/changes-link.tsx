"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ChangesOf } from "@/components/layout/settings-changes";
import { Timeline } from "@/components/timeline/timeline";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { useApi } from "@/trpc/react";
import { useTimelineEntries } from "./timeline-entries";

const nowhere = {};

/** The last change of a settings page, with a link to all of them. `of` are the objects on the page. */
export function ChangesLink({ of, title }: ChangesOf) {
  const api = useApi();
  const [open, setOpen] = useState(false);
  const query = useInfiniteQuery(
    api.events.changes.infiniteQueryOptions({ entities: [...of] }, { getNextPageParam: (page) => page.nextCursor }),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const entries = useTimelineEntries(rows, { paths: nowhere });
  const [last] = entries;
  const withoutChange = query.error ? "The changes could not be loaded" : "No changes yet";
  if (query.isPending) return <Skeleton className="w-64" />;
  return (
    <>
      <span className="min-w-0 truncate">
        {last ? (
          <>
            Last change: {last.sentence}, <RelativeTime at={last.at} inSentence />
          </>
        ) : (
          withoutChange
        )}
      </span>
      {last || query.error ? (
        <button
          type="button"
          className="link relative -my-1 ml-auto shrink-0 py-1 hit-44"
          onClick={() => setOpen(true)}
        >
          Show all changes
        </button>
      ) : null}
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent title={`Changes of ${title}`} size="lg" closeButton>
          <DialogBody className="px-0 pt-1 phone:px-0">
            <Timeline
              label={`Changes of ${title}`}
              entries={entries}
              query={query}
              failed="The changes could not be loaded"
            />
          </DialogBody>
        </DialogContent>
      </Dialog>
    </>
  );
}
