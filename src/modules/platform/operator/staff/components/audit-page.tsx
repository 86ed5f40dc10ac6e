"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryStates } from "nuqs";
import { FilterRow } from "@/components/data-table/filter-row";
import { useListLocale } from "@/components/data-table/list-locale";
import type { PlainColumn } from "@/components/data-table/plain-table";
import { QueryTable } from "@/components/data-table/query-table";
import { TitleCell } from "@/components/data-table/title-cell";
import { PageHeader } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Select } from "@/components/ui/select";
import { exactTimeText } from "@/lib/relative-time-text";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { staffPages } from "../client";
import { capital, WorkspaceLink } from "./workspace-words";

type Act = RouterOutputs["staff"]["events"]["rows"][number];

const everyone = "everyone";
const place = { staff: parseAsString, workspace: parseAsString };
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Everything that staff did, newest first; nobody can change it. */
export function AuditPage() {
  const api = useApi();
  const [{ staff, workspace }, setPlace] = useQueryStates(place);
  const people = useQuery(api.staff.people.queryOptions({})).data ?? [];
  const filter = {
    ...(staff && uuid.test(staff) ? { staffId: staff } : {}),
    ...(workspace && uuid.test(workspace) ? { workspaceId: workspace } : {}),
  };
  const query = useInfiniteQuery(api.staff.events.infiniteQueryOptions(filter, staffPages));
  const named = query.data?.pages[0]?.rows.find((row) => row.workspace?.id === workspace)?.workspace?.name;
  return (
    <>
      <PageHeader title="Staff audit" />
      <FilterRow>
        <Select
          size="sm"
          quiet
          aria-label="Staff"
          className="w-48"
          options={[
            { value: everyone, label: "Everyone" },
            ...people.map(({ id, name }) => ({ value: id ?? "", label: name })),
          ]}
          value={filter.staffId ?? everyone}
          onValueChange={(value) => void setPlace({ staff: value === everyone ? null : value })}
        />
        {filter.workspaceId ? (
          <Button size="sm" onClick={() => void setPlace({ workspace: null })}>
            {`Only ${named ?? "one workspace"}: show all`}
          </Button>
        ) : null}
      </FilterRow>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto hairline-t">
        <QueryTable
          label="Staff audit"
          query={query}
          keyOf={({ id }) => id}
          columns={columnsOf((id) => void setPlace({ workspace: id }))}
          empty={
            <EmptyState title="No staff actions yet">Actions of staff are listed here with their reasons.</EmptyState>
          }
        />
      </div>
    </>
  );
}

/** "Workspace suspended" from "workspace.suspended". */
function actLabel(name: string): string {
  return capital(labelOf(name));
}

/** "ends at" from "endsAt". */
const labelOf = (name: string): string =>
  name
    .replaceAll(/[.]/g, " ")
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();

const columnsOf = (onWorkspace: (id: string) => void): PlainColumn<Act>[] => [
  {
    label: "Action",
    cell: ({ name, staff, workspace, reason, details }) => (
      <TitleCell
        title={actLabel(name)}
        phoneNote={[staff.name || "Throughline", workspace?.name].filter(Boolean).join(", ")}
        note={reason}
      >
        {details.length > 0 ? <Details details={details} /> : null}
      </TitleCell>
    ),
  },
  {
    label: "Staff",
    width: 136,
    desk: true,
    cell: ({ staff }) => <span className="block truncate">{staff.name || "Throughline"}</span>,
  },
  {
    label: "Workspace",
    width: 176,
    desk: true,
    cell: ({ workspace }) =>
      workspace ? (
        <span className="flex min-w-0 items-center gap-2">
          {workspace.id ? <WorkspaceLink {...workspace} /> : <span className="truncate">{workspace.name}</span>}
          {workspace.id ? (
            <Button
              size="sm"
              variant="ghost"
              aria-label={`Show only ${workspace.name}`}
              onClick={() => onWorkspace(workspace.id ?? "")}
            >
              Only
            </Button>
          ) : null}
        </span>
      ) : (
        <span className="text-faint">–</span>
      ),
  },
  {
    label: "From",
    width: 104,
    desk: true,
    wide: true,
    cell: ({ address }) => <span className="block truncate font-mono text-muted text-sm">{address ?? "–"}</span>,
  },
  { label: "When", width: 64, right: true, time: ({ at }) => at },
];

const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const words: ReadonlyMap<string, string> = new Map([
  ["true", "yes"],
  ["false", "no"],
  ["null", "none"],
]);

/** Ids only in the title: they tell people nothing. */
function Details({ details }: Pick<Act, "details">) {
  const { locale, timeZone } = useListLocale();
  const read = (value: string) =>
    instant.test(value) ? exactTimeText(new Date(value), locale, timeZone) : (words.get(value) ?? value);
  const line = (shown: typeof details) =>
    shown.map(({ name, value }) => `${labelOf(name)}: ${read(value)}`).join(" · ");
  const text = line(details.filter(({ value }) => !uuid.test(value)));
  return (
    <span className="block truncate text-faint text-sm" title={line(details)}>
      {text}
    </span>
  );
}
