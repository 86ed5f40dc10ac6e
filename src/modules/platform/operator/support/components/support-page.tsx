"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Ban } from "lucide-react";
import { useState } from "react";
import { QueryFailed } from "@/components/layout/query-failed";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { TableLoading } from "@/components/ui/skeleton";
import { andList } from "@/lib/text";
import { listPages } from "@/trpc/pages";
import { useApi } from "@/trpc/react";
import { useSupportActs } from "../client";
import type { SupportAccess, SupportSession } from "../schema";
import { AccessForm } from "./access-form";
import { SessionList } from "./session-list";
import { SupportFacts } from "./support-facts";
import { WaitingRequests } from "./waiting-requests";

/** Settings, Support access: whether staff may open the workspace, and everything that they did in it. */
export function SupportPage() {
  const api = useApi();
  const { can, href } = useWorkspace();
  const may = can("support:manage");
  const access = useQuery(api.support.access.queryOptions({}, { enabled: may }));
  const sessions = useInfiniteQuery(api.support.sessions.infiniteQueryOptions({}, { ...listPages, enabled: may }));
  const [ending, setEnding] = useState(false);
  const rows = sessions.data?.pages.flatMap((page) => page.rows) ?? [];
  const open = rows.filter(({ state }) => state === "open");
  const failed = [access, sessions].find(({ error, data }) => error && !data);
  return (
    <SettingsPage
      title="Support access"
      description="Throughline staff open this workspace only when you allow it. You see each session, and everything that was opened, changed and refused in it. Owners and admins can change this page."
      back={{ label: "Settings", href: href("/settings") }}
      actions={
        open.length > 0 ? (
          <Button variant="danger" onClick={() => setEnding(true)}>
            End access now
          </Button>
        ) : null
      }
      phoneActions={
        open.length > 0 ? (
          <IconButton label="End access now" icon={<Ban aria-hidden />} onClick={() => setEnding(true)} />
        ) : null
      }
      changes={may ? { of: ["supportAccess", "supportSession"], title: "support access" } : null}
    >
      {may ? null : (
        <EmptyState title="Support access is for owners and admins" line={false}>
          Ask an owner or admin of this workspace whether staff may open it.
        </EmptyState>
      )}
      {failed ? <QueryFailed title="Support access could not be loaded" query={failed} /> : null}
      {may && !failed && !(access.data && sessions.data) ? (
        <TableLoading label="Loading support access" look="lines" />
      ) : null}
      {access.data && sessions.data ? (
        <div className="grid grow grid-cols-[minmax(0,1fr)_320px] border-t narrow:grid-cols-[minmax(0,1fr)]">
          <div className="min-w-0 wide:border-r">
            <WaitingRequests sessions={rows.filter(({ state }) => state === "asked")} />
            <AccessForm key={access.data.version} access={access.data} />
            <SessionList query={sessions} rows={rows} />
          </div>
          <SupportFacts />
        </div>
      ) : null}
      {access.data ? <EndDialog access={access.data} sessions={open} open={ending} onOpenChange={setEnding} /> : null}
    </SettingsPage>
  );
}

interface EndProps {
  access: SupportAccess;
  sessions: readonly SupportSession[];
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** Ends the sessions that are open; what the workspace allows stays as it is. */
function EndDialog({ access, sessions, open, onOpenChange }: EndProps) {
  const { endAll } = useSupportActs();
  return (
    <ConfirmDialog
      open={open && sessions.length > 0}
      onOpenChange={onOpenChange}
      title="End support access now?"
      description={`${andList(sessions.map(({ staff }) => staff))} can no longer open this workspace, not even to finish a request in progress. ${laterText(access)}`}
      action="End access"
      onConfirm={() => endAll(sessions)}
    />
  );
}

function laterText({ mode }: SupportAccess): string {
  if (mode === "ask") return "Starting a new session will again require consent from an owner or admin.";
  if (mode === "until") return "Staff can start a new session while you allow it. Choose Never to prevent this.";
  return "No new session can start.";
}
