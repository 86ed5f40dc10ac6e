"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { parseAsString, useQueryStates } from "nuqs";
import { ShowMore } from "@/components/data-table/show-more";
import { keyboardScroll } from "@/components/layout/keyboard-scroll";
import { PageHeader } from "@/components/layout/page-header";
import { Timeline } from "@/components/timeline/timeline";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { nouns } from "@/lib/nouns/all";
import { listPages } from "@/trpc/pages";
import { useApi } from "@/trpc/react";
import { feedRequest } from "./feed-request";
import { useTimelineEntries } from "./timeline-entries";
import { UpdatesFilters } from "./updates-filters";

const paths = Object.fromEntries(Object.entries(nouns).map(([entity, { path }]) => [entity, path]));
const nothing = { team: null, person: null, object: null };

/** The changes of records that the member sees: in the workspace, in a team, by one person. */
export function UpdatesPage() {
  const [state, setState] = useQueryStates({ team: parseAsString, person: parseAsString, object: parseAsString });
  const query = useInfiniteQuery(useApi().events.feed.infiniteQueryOptions(feedRequest(state), listPages));
  const pages = query.data?.pages ?? [];
  const entries = useTimelineEntries(
    pages.flatMap((page) => page.rows),
    { paths },
  );
  const isFiltered = Object.values(state).some((value) => value !== null);
  const isShort = pages.at(-1)?.rows.length === 0 && query.hasNextPage;
  return (
    <>
      <PageHeader title="Updates" />
      <UpdatesFilters state={state} onChange={(next) => void setState(next)} />
      <div className="min-h-0 flex-1 overflow-y-auto" {...keyboardScroll}>
        <Timeline
          label="Updates"
          entries={entries}
          query={query}
          failed="The updates could not be loaded"
          pause={isShort ? <Earlier query={query} /> : undefined}
          empty={
            isFiltered ? (
              <EmptyState
                line={false}
                title="No changes match these filters"
                actions={<Button onClick={() => void setState(nothing)}>Clear filters</Button>}
              />
            ) : (
              <EmptyState line={false} title="No changes yet">
                Changes to the records that you can see appear here, with who made them and when.
              </EmptyState>
            )
          }
        />
      </div>
    </>
  );
}

/** After many events of which none is shown, the next ones are read when somebody asks. */
function Earlier({ query }: { query: Parameters<typeof ShowMore>[0]["query"] }) {
  return (
    <div className="flex flex-col items-start gap-2 py-3 pr-5">
      <p className="text-muted">None of the last changes is shown here.</p>
      <ShowMore query={query}>Show earlier changes</ShowMore>
    </div>
  );
}
