"use client";

import { Ban } from "lucide-react";
import { useState } from "react";
import { QueryFailed } from "@/components/layout/query-failed";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { listPages } from "@/trpc/pages";
import { api } from "@/trpc/react";
import { ChangesLink } from "../../events/components/changes-link";
import { useSupportActs } from "../client";
import type { SupportAccess } from "../schema";
import { AccessForm } from "./access-form";
import { SessionList } from "./session-list";
import { SupportFacts } from "./support-facts";
import { WaitingRequests } from "./waiting-requests";

/** Settings, Support access: whether staff may open the workspace, and everything that they did in it. */
export function SupportPage() {
  const { can, href } = useWorkspace();
  const may = can("support:manage");
  const access = api.support.access.useQuery({}, { enabled: may });
  const sessions = api.support.sessions.useInfiniteQuery({}, { ...listPages, enabled: may });
  const [ending, setEnding] = useState(false);
  const rows = sessions.data?.pages.flatMap((page) => page.rows) ?? [];
  const isOpen = access.data !== undefined && access.data.mode !== "never";
  const failed = [access, sessions].find(({ error, data }) => error && !data);
  return (
    <SettingsPage
      title="Support access"
      description="Throughline staff open this workspace only when you allow it. You see each session, and what was opened, changed and refused in it. Owners and admins may change this page."
      back={{ label: "Settings", href: href("/settings") }}
      actions={
        isOpen ? (
          <Button variant="danger" onClick={() => setEnding(true)}>
            End access now
          </Button>
        ) : null
      }
      phoneActions={
        isOpen ? <IconButton label="End access now" icon={<Ban aria-hidden />} onClick={() => setEnding(true)} /> : null
      }
      changes={may ? <ChangesLink of={["supportAccess", "supportSession"]} title="support access" /> : null}
    >
      {may ? null : (
        <EmptyState title="Support access is for owners and admins" line={false}>
          Ask an owner or admin of this workspace whether staff may open it.
        </EmptyState>
      )}
      {failed ? <QueryFailed title="Support access could not be loaded" query={failed} /> : null}
      {may && !failed && !(access.data && sessions.data) ? <Loading /> : null}
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
      {access.data ? <EndDialog access={access.data} open={ending} onOpenChange={setEnding} /> : null}
    </SettingsPage>
  );
}

interface EndProps {
  access: SupportAccess;
  open: boolean;
  onOpenChange(open: boolean): void;
}

function EndDialog({ access: { version }, open, onOpenChange }: EndProps) {
  const { setAccess } = useSupportActs();
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="End support access now?"
      description="Open sessions end at once, also in the middle of a request. Requests that wait are refused, and staff cannot open this workspace until you allow it again."
      action="End access"
      onConfirm={() =>
        setAccess({ mode: "never", endsAt: null, write: false, version }, "Staff can no longer open this workspace")
      }
    />
  );
}

function Loading() {
  return (
    <SkeletonRegion label="Loading support access" className="border-t">
      {["w-40", "w-64", "w-52", "w-72", "w-48", "w-60"].map((width) => (
        <div key={width} className="flex h-13 items-center px-edge hairline-b hairline-soft">
          <Skeleton className={width} />
        </div>
      ))}
    </SkeletonRegion>
  );
}
