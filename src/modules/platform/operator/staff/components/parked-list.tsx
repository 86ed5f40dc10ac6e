"use client";

import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { CircleAlert, RotateCw } from "lucide-react";
import { useListLocale } from "@/components/data-table/list-locale";
import type { PlainColumn } from "@/components/data-table/plain-table";
import { QueryTable } from "@/components/data-table/query-table";
import { toastRefusal } from "@/components/form/toast-refusal";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { notify } from "@/components/ui/toast";
import { counted } from "@/lib/counted";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { staffPages, useStaffAct, watched } from "../client";
import { useIsOperator } from "./staff-context";
import { serviceLabel, WorkspaceLink } from "./workspace-words";

type Parked = RouterOutputs["staff"]["parked"]["rows"][number];

/** Events that a consumer refused, of one workspace or of all, with the reason and Replay. */
export function ParkedList({
  workspaceId,
  count = 0,
  short = false,
}: {
  workspaceId?: string;
  count?: number;
  short?: boolean;
}) {
  const api = useApi();
  const { locale } = useListLocale();
  const isOperator = useIsOperator();
  const of = workspaceId ? { workspaceId } : {};
  const query = useInfiniteQuery(
    api.staff.parked.infiniteQueryOptions({ ...of, ...(short ? { limit: 5 } : {}) }, { ...staffPages, ...watched }),
  );
  const replay = useMutation(
    api.staff.replay.mutationOptions({
      ...useStaffAct(),
      onSuccess: ({ replayed }) =>
        notify.success(
          counted(replayed, { one: "event is delivered again", many: "events are delivered again" }, locale),
        ),
      onError: toastRefusal,
    }),
  );
  const nothing = "Every event was delivered, or is still being retried.";
  return (
    <>
      {workspaceId && count > 1 && isOperator ? (
        <p className="flex shrink-0 justify-end px-edge py-1.5">
          <Button size="sm" busy={replay.isPending} onClick={() => replay.mutate({ id: workspaceId })}>
            Replay all {count.toLocaleString(locale)}
          </Button>
        </p>
      ) : null}
      <QueryTable
        label="Parked events"
        query={query}
        columns={columnsOf({
          withWorkspace: workspaceId === undefined,
          onReplay: isOperator ? ({ workspace, eventId }) => replay.mutate({ id: workspace.id ?? "", eventId }) : null,
        })}
        keyOf={({ eventId, consumer }) => `${eventId} ${consumer}`}
        empty={
          workspaceId ? (
            <p className="px-edge pt-1 pb-4 text-muted">{nothing}</p>
          ) : (
            <EmptyState title="No event is parked">{nothing}</EmptyState>
          )
        }
      />
    </>
  );
}

interface Columns {
  withWorkspace: boolean;
  onReplay: ((row: Parked) => void) | null;
}

const columnsOf = ({ withWorkspace, onReplay }: Columns): PlainColumn<Parked>[] => [
  {
    label: "Event",
    width: 176,
    desk: true,
    cell: ({ name }) => <span className="block truncate font-mono text-sm">{name}</span>,
  },
  ...(withWorkspace
    ? [
        {
          label: "Workspace",
          width: 156,
          desk: true,
          cell: ({ workspace }: Parked) => <WorkspaceLink {...workspace} />,
        },
      ]
    : []),
  {
    label: "For",
    width: 112,
    desk: true,
    wide: true,
    cell: ({ consumer }) => <span className="block truncate">{serviceLabel(consumer)}</span>,
  },
  {
    label: "Reason",
    cell: ({ name, workspace, reason }) => (
      <span className="block min-w-0">
        <span className="flex min-w-0 items-center gap-2">
          <CircleAlert aria-hidden className="size-3.5 shrink-0 text-danger" />
          <span className="truncate" title={reason}>
            {reason}
          </span>
        </span>
        <span className="block truncate text-muted text-sm desk:hidden">
          {name}
          {withWorkspace ? `, ${workspace.name}` : ""}
        </span>
      </span>
    ),
  },
  { label: "Parked", width: 68, desk: true, wide: true, right: true, time: ({ parkedAt }) => parkedAt },
  ...(onReplay
    ? [
        {
          label: "Actions",
          width: 104,
          right: true,
          cell: (row: Parked) => (
            <Button size="sm" icon={<RotateCw aria-hidden />} onClick={() => onReplay(row)}>
              Replay
            </Button>
          ),
        },
      ]
    : []),
];
