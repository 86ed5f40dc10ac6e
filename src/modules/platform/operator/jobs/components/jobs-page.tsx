"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FilterRow } from "@/components/data-table/filter-row";
import { QueryTable } from "@/components/data-table/query-table";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { EmptyState } from "@/components/ui/empty-state";
import { Segmented } from "@/components/ui/segmented";
import { useApi } from "@/trpc/react";
import type { JobsShown } from "../schema";
import { jobColumns } from "./job-columns";
import { OutboxNotes } from "./outbox-notes";

const filters = [
  { value: "all", label: "All" },
  { value: "open", label: "In progress" },
  { value: "failed", label: "Failed" },
] as const satisfies readonly { value: JobsShown; label: string }[];

/** The workspace's background work: running, waiting and failed jobs, with actions. */
export function JobsPage() {
  const { can, href } = useWorkspace();
  const [show, setShow] = useState<JobsShown>("all");
  const may = can("workspace:manage");
  return (
    <SettingsPage
      title="Jobs"
      description="Background jobs of this workspace, such as imports: running, waiting and failed. Owners and admins can cancel a job, and retry one that failed."
      back={{ label: "Settings", href: href("/settings") }}
    >
      {may ? (
        <>
          <OutboxNotes />
          <FilterRow>
            <Segmented aria-label="Filter jobs" options={filters} value={show} onValueChange={setShow} />
          </FilterRow>
          <JobList show={show} />
        </>
      ) : (
        <EmptyState title="Jobs are for owners and admins" line={false}>
          Ask an owner or admin of this workspace about background jobs.
        </EmptyState>
      )}
    </SettingsPage>
  );
}

const nothing: Readonly<Record<JobsShown, { title: string; text: string }>> = {
  all: { title: "No jobs yet", text: "Imports and other long-running work are listed here." },
  open: { title: "No job is running", text: "All jobs have finished. A new job appears here automatically." },
  failed: { title: "No failed jobs", text: "Failed jobs are listed here with the reason." },
};

function JobList({ show }: { show: JobsShown }) {
  const api = useApi();
  const query = useInfiniteQuery(
    api.jobs.list.infiniteQueryOptions(
      { show },
      {
        getNextPageParam: (page) => page.nextCursor,
        // An import's progress arrives as a signal, which may be lost.
        refetchInterval: ({ state }) =>
          state.data?.pages.some((page) => page.rows.some((row) => row.mayCancel || row.progress)) ? 2_000 : false,
      },
    ),
  );
  return (
    <QueryTable
      label="Jobs"
      look="lines"
      query={query}
      columns={jobColumns}
      phoneTracks="minmax(0,1fr) auto"
      keyOf={({ kind, id }) => `${kind} ${id}`}
      of="the jobs"
      more="Show earlier jobs"
      empty={<EmptyState title={nothing[show].title}>{nothing[show].text}</EmptyState>}
    />
  );
}
