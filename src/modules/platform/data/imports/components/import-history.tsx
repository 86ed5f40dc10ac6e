"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Bookmark, FileSpreadsheet, Undo2, Upload } from "lucide-react";
import { useState } from "react";
import type { PlainColumn } from "@/components/data-table/plain-table";
import { QueryTable } from "@/components/data-table/query-table";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { nouns } from "@/lib/counted";
import { importedContent } from "@/lib/nouns/words";
import { useApi } from "@/trpc/react";
import { askEveryMs } from "../client";
import type { ImportStatus, ImportSummary } from "../schema";
import { type ImportDialog, ImportDialogs } from "./import-dialogs";
import { useCounts } from "./use-counts";
import { isAtWork, timeOf } from "./wizard-step";

const states: Readonly<Record<ImportStatus, { label: string; tone: BadgeTone } | null>> = {
  draft: { label: "Draft", tone: "neutral" },
  checking: { label: "Being checked", tone: "info" },
  ready: { label: "Ready to run", tone: "accent" },
  running: { label: "Running", tone: "info" },
  done: null,
  cancelled: { label: "Cancelled", tone: "warning" },
  reverting: { label: "Being reverted", tone: "info" },
  reverted: { label: "Reverted", tone: "neutral" },
  failed: { label: "Stopped", tone: "danger" },
};

/** Every import: who, when, which files, what came of it, and the way back. */
export function ImportHistory() {
  const api = useApi();
  const { href } = useWorkspace();
  const query = useInfiniteQuery(
    api.imports.list.infiniteQueryOptions(
      {},
      {
        getNextPageParam: (page) => page.nextCursor,
        staleTime: 0,
        refetchInterval: ({ state }) =>
          state.data?.pages.some((page) => page.rows.some((row) => isAtWork(row.status))) ? askEveryMs : false,
      },
    ),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const mappings = href("/settings/imports/mappings");
  const begin = (
    <Button asChild variant="primary">
      <Link href={href("/settings/imports/new")}>
        <Upload aria-hidden />
        Import files
      </Link>
    </Button>
  );
  return (
    <SettingsPage
      title="Import history"
      description="Every import of this workspace with what it created and changed. Owners and admins see all of them, managers those of their teams, others their own. The member who started an import can revert it, and so can owners and admins."
      back={{ label: "Settings", href: href("/settings") }}
      actions={
        <>
          <Button asChild>
            <Link href={mappings}>
              <Bookmark aria-hidden />
              Saved mappings
            </Link>
          </Button>
          {rows.length > 0 ? begin : null}
        </>
      }
      phoneActions={
        <>
          <Button asChild variant="ghost" className="w-control px-0 [&_svg]:size-5">
            <Link href={mappings} aria-label="Saved mappings">
              <Bookmark aria-hidden />
            </Link>
          </Button>
          {rows.length > 0 ? (
            <Button asChild variant="ghost" className="w-control px-0 [&_svg]:size-5">
              <Link href={href("/settings/imports/new")} aria-label="Import files">
                <Upload aria-hidden />
              </Link>
            </Button>
          ) : null}
        </>
      }
    >
      <QueryTable
        label="Imports"
        look="lines"
        query={query}
        columns={columns}
        phoneTracks="15px minmax(0,1fr) auto"
        keyOf={({ id }) => id}
        of="the imports"
        more="Show earlier imports"
        empty={
          <EmptyState title="No imports yet" actions={begin}>
            {`Import ${importedContent} from CSV and Excel files. You see every change before it is made, and you can revert each import.`}
          </EmptyState>
        }
      />
    </SettingsPage>
  );
}

const columns: readonly PlainColumn<ImportSummary>[] = [
  {
    label: "Kind",
    width: 15,
    cell: () => <FileSpreadsheet aria-hidden className="size-[15px] text-faint" />,
  },
  { label: "Files", width: "minmax(0,1.3fr)", cell: (run) => <Files run={run} /> },
  {
    label: "Started by",
    width: "minmax(0,140px)",
    desk: true,
    wide: true,
    cell: ({ createdBy }) => <span className="block truncate text-muted">{createdBy.name}</span>,
  },
  { label: "Time", width: 88, time: timeOf },
  { label: "Result", phone: "phone:col-start-2", cell: (run) => <Result run={run} /> },
  {
    label: "Status",
    width: 244,
    phone: "phone:has-[>:empty]:hidden phone:col-span-2 phone:col-start-2",
    cell: (run) => <State run={run} />,
  },
];

function Files({ run }: { run: ImportSummary }) {
  const { href } = useWorkspace();
  const { files } = useCounts();
  const names = [...new Map(run.files.map((file) => [file.position, file.name])).values()];
  return (
    <>
      <Link
        href={href(`/settings/imports/${run.id}`)}
        className="block truncate rounded-sm font-medium hover:underline"
      >
        {names.length > 1 ? files(names.length) : (names[0] ?? "No file yet")}
      </Link>
      {names.length > 1 ? (
        <span className="block truncate text-faint text-sm" title={names.join(", ")}>
          {names.join(", ")}
        </span>
      ) : null}
    </>
  );
}

function Result({ run }: { run: ImportSummary }) {
  const { count } = useCounts();
  const counts = [
    run.created > 0 ? `${count(run.created)} created` : "",
    run.updated > 0 ? `${count(run.updated)} updated` : "",
  ].filter((text) => text !== "");
  const nothing = run.startedAt === null ? "Not started" : "Nothing changed";
  return <span className="block truncate text-muted phone:text-[13px]">{counts.join(", ") || nothing}</span>;
}

/** The state of an import with its errors, and the action on it. */
function State({ run }: { run: ImportSummary }) {
  const { href } = useWorkspace();
  const { counted } = useCounts();
  const [dialog, setDialog] = useState<ImportDialog | null>(null);
  const mayRevert = run.mayRevert && run.created + run.updated > 0;
  const state = states[run.status];
  return (
    <span className="flex items-center justify-end gap-3 phone:justify-start">
      {run.errors > 0 ? (
        <span className="whitespace-nowrap text-danger">{counted(run.errors, nouns.error)}</span>
      ) : null}
      {state ? <Badge tone={state.tone}>{state.label}</Badge> : null}
      {mayRevert ? (
        <Button size="sm" icon={<Undo2 aria-hidden />} onClick={() => setDialog("revert")}>
          Revert import
        </Button>
      ) : null}
      {run.mayChange && !mayRevert ? (
        <>
          <Button variant="ghost" size="sm" onClick={() => setDialog("discard")}>
            Discard
          </Button>
          <Button asChild size="sm">
            <Link href={href(`/settings/imports/${run.id}`)}>Continue</Link>
          </Button>
        </>
      ) : null}
      <ImportDialogs run={run} open={dialog} onClose={() => setDialog(null)} />
    </span>
  );
}
