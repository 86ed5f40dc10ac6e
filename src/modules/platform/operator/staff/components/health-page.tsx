"use client";

import { useQuery } from "@tanstack/react-query";
import { PlainTable } from "@/components/data-table/plain-table";
import { Loaded } from "@/components/layout/loaded";
import { PageHeader } from "@/components/layout/page-header";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { RelativeTime } from "@/components/ui/relative-time";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { watched } from "../client";
import { serviceLabel } from "./workspace-words";

/** Each service that the platform depends on. */
export function HealthPage() {
  const api = useApi();
  const query = useQuery(api.staff.health.queryOptions({}, watched));
  return (
    <>
      <PageHeader title="Health" />
      <Loaded query={query} of="the checks" failed="The checks could not be made">
        {({ ready, lateDeletions, checks }) => (
          <>
            <p className="shrink-0 px-edge pb-3 text-muted" role="status">
              {ready ? "All required services respond." : "The platform is not ready."} Each service is checked at most
              every 10 seconds.
            </p>
            <LateDeletions rows={lateDeletions} />
            <PlainTable
              label="Services"
              rows={checks}
              keyOf={({ name }) => name}
              columns={[
                {
                  label: "Service",
                  cell: ({ name, todo }) => (
                    <span className="block min-w-0">
                      <span className="block truncate font-medium">{serviceLabel(name)}</span>
                      {todo ? <span className="block text-muted text-sm">{todo}</span> : null}
                    </span>
                  ),
                },
                {
                  label: "Required",
                  width: 96,
                  desk: true,
                  cell: ({ required }) => (required ? "always" : "for its feature"),
                },
                { label: "Response", width: 72, desk: true, right: true, cell: ({ ms }) => `${ms} ms` },
                {
                  label: "State",
                  width: 88,
                  cell: ({ ok, required }) => <CheckState ok={ok} required={required} />,
                },
              ]}
            />
          </>
        )}
      </Loaded>
    </>
  );
}

/** Workspaces that are still there a day after they should have been deleted. */
function LateDeletions({ rows }: { rows: RouterOutputs["staff"]["health"]["lateDeletions"] }) {
  if (rows.length === 0) return null;
  return (
    <Note tone="danger" className="mx-5 mb-3 shrink-0 phone:mx-4">
      <p>Deletions are overdue by a day or more:</p>
      <ul>
        {rows.map(({ id, name, dueAt }) => (
          <li key={id}>
            <Link href={`/staff/workspaces/${id}`} className="link">
              {name}
            </Link>
            , due <RelativeTime at={dueAt} />
          </li>
        ))}
      </ul>
    </Note>
  );
}

function CheckState({ ok, required }: { ok: boolean; required: boolean }) {
  if (ok) return <Badge tone="positive">Responds</Badge>;
  return <Badge tone={required ? "danger" : "warning"}>Does not respond</Badge>;
}
