"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { FilterRow } from "@/components/data-table/filter-row";
import { QueryTable } from "@/components/data-table/query-table";
import { TitleCell } from "@/components/data-table/title-cell";
import { PageHeader } from "@/components/layout/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { Segmented } from "@/components/ui/segmented";
import { useApi } from "@/trpc/react";
import { JobBadge } from "../../jobs/components/job-badge";
import { staffPages, watched } from "../client";
import { WorkspaceLink } from "./workspace-words";

const shown = [
  { value: "running", label: "Running" },
  { value: "failed", label: "Failed" },
] as const;
const nothing = {
  running: { title: "No job is running", text: "Work of every workspace appears here while it runs." },
  failed: { title: "No job has failed", text: "Failed work is listed here with its reason until it is tried again." },
} as const;

/** Work of all workspaces that runs or failed. */
export function PlatformJobs() {
  const api = useApi();
  const [show, setShow] = useQueryState("show", parseAsStringLiteral(["running", "failed"]).withDefault("running"));
  const query = useInfiniteQuery(api.staff.jobs.infiniteQueryOptions({ show }, { ...staffPages, ...watched }));
  const { title, text } = nothing[show];
  return (
    <>
      <PageHeader title="Jobs" />
      <FilterRow>
        <Segmented aria-label="Jobs that" options={shown} value={show} onValueChange={(value) => void setShow(value)} />
      </FilterRow>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto hairline-t">
        <QueryTable
          label="Jobs"
          query={query}
          keyOf={(row) => row.id}
          empty={<EmptyState title={title}>{text}</EmptyState>}
          columns={[
            {
              label: "Job",
              cell: ({ label, reason, workspace }) => (
                <TitleCell title={label} phoneNote={workspace.name} note={reason} />
              ),
            },
            {
              label: "Workspace",
              width: 176,
              desk: true,
              cell: ({ workspace }) => <WorkspaceLink {...workspace} />,
            },
            { label: "Status", width: 80, cell: ({ status }) => <JobBadge status={status} /> },
            { label: "Started", width: 80, desk: true, right: true, time: ({ at }) => at },
          ]}
        />
      </div>
    </>
  );
}
