"use client";

import { useState } from "react";
import { HistoryList } from "@/components/layout/history-list";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { EmptyState } from "@/components/ui/empty-state";
import { Segmented } from "@/components/ui/segmented";
import { api } from "@/trpc/react";
import type { JobsShown } from "../schema";
import { JobRow } from "./job-row";
import { OutboxNotes } from "./outbox-notes";

const filters = [
  { value: "all", label: "All" },
  { value: "open", label: "At work" },
  { value: "failed", label: "Failed" },
] as const satisfies readonly { value: JobsShown; label: string }[];

/** What the workspace does by itself: what runs, what waits, what failed, and what to do about it. */
export function JobsPage() {
  const { can, href } = useWorkspace();
  const [show, setShow] = useState<JobsShown>("all");
  const may = can("workspace:manage");
  return (
    <SettingsPage
      title="Jobs"
      description="What this workspace works on by itself, such as imports: what runs, what waits, and what failed. Owners and admins may cancel a job, and try one again that failed."
      back={{ label: "Settings", href: href("/settings") }}
    >
      {may ? (
        <>
          <OutboxNotes />
          <div className="flex shrink-0 px-edge pb-3">
            <Segmented aria-label="Which jobs" options={filters} value={show} onValueChange={setShow} />
          </div>
          <JobList show={show} />
        </>
      ) : (
        <EmptyState title="Jobs are for owners and admins" line={false}>
          Ask an owner or admin of this workspace what it is working on.
        </EmptyState>
      )}
    </SettingsPage>
  );
}

const nothing: Readonly<Record<JobsShown, { title: string; text: string }>> = {
  all: { title: "No jobs yet", text: "Imports and whatever else takes longer than a moment are listed here." },
  open: { title: "Nothing is at work", text: "What was asked for is done. A job that begins appears here by itself." },
  failed: { title: "Nothing failed", text: "A job that could not be done is kept here with its reason." },
};

function JobList({ show }: { show: JobsShown }) {
  const query = api.jobs.list.useInfiniteQuery(
    { show },
    {
      getNextPageParam: (page) => page.nextCursor,
      // How far an import is comes as a signal, which may be lost.
      refetchInterval: ({ state }) =>
        state.data?.pages.some((page) => page.rows.some((row) => row.mayCancel || row.progress)) ? 2_000 : false,
    },
  );
  return (
    <HistoryList
      label="Jobs"
      query={query}
      words={{
        loading: "The jobs are loading",
        failed: "The jobs could not be loaded",
        earlier: "Show earlier jobs",
      }}
      empty={<EmptyState title={nothing[show].title}>{nothing[show].text}</EmptyState>}
    >
      {(job) => <JobRow key={`${job.kind} ${job.id}`} job={job} />}
    </HistoryList>
  );
}
