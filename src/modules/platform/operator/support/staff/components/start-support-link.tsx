"use client";

import { useQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { type ReactNode, useState } from "react";
import { QueryFailed } from "@/components/layout/query-failed";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { scopeText } from "@/lib/support-events";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { RunningSessions } from "./my-sessions";
import { StartSupportDialog } from "./start-support-dialog";

/** The way of staff into a workspace: its consent, then a reason and a ticket. No way where it refuses all. */
export function StartSupportLink({ workspace }: { workspace: { id: string; name: string } }) {
  const api = useApi();
  const [open, setOpen] = useState(false);
  const query = useQuery(api.staffSupport.target.queryOptions({ workspaceId: workspace.id }));
  const consent = query.data;
  if (query.isError && !consent) return <QueryFailed title="Support access could not be loaded" query={query} />;
  return (
    <>
      <RunningSessions workspaceId={workspace.id} />
      <div className="px-edge py-3">
        <p className="mb-2 text-muted">{consent ? consentText(consent) : "\u00a0"}</p>
        {consent?.mode === "never" ? null : (
          <Button variant="primary" className="w-full" icon={<Eye aria-hidden />} onClick={() => setOpen(true)}>
            Open workspace as support
          </Button>
        )}
        <StartSupportDialog workspace={workspace} open={open} onOpenChange={setOpen} />
      </div>
    </>
  );
}

function consentText({ mode, endsAt, write }: RouterOutputs["staffSupport"]["target"]): ReactNode {
  if (mode === "never") return "Its owners do not allow support access.";
  if (mode === "ask" || endsAt === null || new Date(endsAt) <= new Date())
    return "Its owners and admins are asked each time.";
  return (
    <>
      {`Its owners allow support, ${scopeText(write)}, until `}
      <RelativeTime at={endsAt} />.
    </>
  );
}
